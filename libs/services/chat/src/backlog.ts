import type { EventLog, LogConsumption } from '@parley/ports';
import type { ChatConfig } from './config.ts';

const retryInMs = 2_000;
const complainEveryMs = 10_000;

/** How far handling is behind receiving: past its limits nothing more is promised. */
export class Backlog {
  private readonly config: Pick<ChatConfig, 'maxBacklog' | 'maxBacklogAgeMs'>;
  private consumption: LogConsumption | null = null;
  private oldestMs = 0;
  private paused = false;
  private complainedAt = -Infinity;

  constructor(config: Pick<ChatConfig, 'maxBacklog' | 'maxBacklogAgeMs'>) {
    this.config = config;
  }

  follow(consumption: LogConsumption): void {
    this.consumption = consumption;
  }

  async measure(log: EventLog, now: number): Promise<void> {
    this.oldestMs = await log.oldestUnprocessedMs(now);
  }

  /** When to come again, ms; null = come in. */
  refusal(): number | null {
    const { maxBacklog, maxBacklogAgeMs } = this.config;
    const isShort = (this.consumption?.lag() ?? 0) <= maxBacklog && this.oldestMs <= maxBacklogAgeMs;
    return isShort && !this.paused ? null : retryInMs;
  }

  /** Whether the operator is to be told now that nothing can be written: again and again, but not for every message. */
  complains(now: number): boolean {
    if (now - this.complainedAt < complainEveryMs) return false;
    this.complainedAt = now;
    return true;
  }

  /** While draining. */
  close(): void {
    this.paused = true;
  }
}
