import type { DatabaseUnderLoad } from './database-under-load.ts';

const EVERY_MS = 200;
/** Received and not handled: above it the generator waits, for what is on credit is not sustained. */
const PRESSURE = 1000;
/** Where a sustained load begins: before, queues and caches fill. */
const SETTLED_SHARE = 0.25;

/** Samples how far handling is behind receiving, while a load goes on. */
export class BacklogWatch {
  private readonly samples: number[] = [];
  private readonly timer: NodeJS.Timeout;
  private asking: Promise<void> = Promise.resolve();
  private readonly database: DatabaseUnderLoad;

  constructor(database: DatabaseUnderLoad) {
    this.database = database;
    this.timer = setInterval(() => {
      this.asking = this.asking.then(async () => void this.samples.push(await this.database.backlog()));
    }, EVERY_MS);
  }

  /** Whether so much is received and not handled that nothing more is to be said now. */
  get isFull(): boolean {
    return (this.samples.at(-1) ?? 0) > PRESSURE;
  }

  /** Ends the sampling; answers the medians of the second quarter and of the last one, and the most there ever was. */
  async stop(): Promise<{ readonly early: number; readonly late: number; readonly most: number }> {
    clearInterval(this.timer);
    await this.asking;
    const { length } = this.samples;
    const quarter = Math.floor(length * SETTLED_SHARE);
    return {
      early: median(this.samples.slice(quarter, 2 * quarter)),
      late: median(this.samples.slice(length - quarter)),
      most: Math.max(...this.samples),
    };
  }
}

/** Waits until everything received is handled. Rejects after `patienceMs`. */
export async function untilHandled(database: DatabaseUnderLoad, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while ((await database.backlog()) > 0) {
    if (performance.now() > deadline) throw new Error(`Not everything was handled within ${patienceMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
