import type { Deliveries, DeliveryStatus } from '@parley/ports';

/** Status rows of deliveries, a batch at a time. */
export class StatusBatch {
  private readonly deliveries: Deliveries;
  private readonly everyMs: number;
  private readonly warn: (error: unknown) => void;
  private waiting: DeliveryStatus[] = [];
  private flushing: Promise<void> | null = null;

  constructor(deliveries: Deliveries, everyMs: number, warn: (error: unknown) => void) {
    this.deliveries = deliveries;
    this.everyMs = everyMs;
    this.warn = warn;
  }

  /** Resolves when the row is kept, or when that failed: then the reply is sent again later, under the same id. */
  add(status: DeliveryStatus): Promise<void> {
    this.waiting.push(status);
    this.flushing ??= new Promise<void>((resolve) => setTimeout(resolve, this.everyMs)).then(() => this.write());
    return this.flushing;
  }

  async flush(): Promise<void> {
    await this.flushing;
  }

  private async write(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    this.flushing = null;
    try {
      await this.deliveries.record(batch);
    } catch (error) {
      this.warn(error);
    }
  }
}
