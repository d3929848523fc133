import type { EventLog, LogConsumption } from '@parley/ports';
import type { ChatConfig } from './config.ts';

const retryInMs = 2_000;

/** How far handling is behind receiving: past its limits nothing more is promised. */
export class Backlog {
  private readonly config: Pick<ChatConfig, 'maxBacklog' | 'maxBacklogAgeMs'>;
  private consumption: LogConsumption | null = null;
  private oldestMs = 0;
  private paused = false;

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

  /** While draining. */
  close(): void {
    this.paused = true;
  }
}
