/** What a loop does and when it has to do it again. */
export interface LoopTask {
  /** Does what is due; answers whether there may be more at once. */
  readonly run: () => Promise<boolean>;
  /** How long what more there is has to wait, ms. */
  readonly pauseMs: () => number;
  /** When the next is due, ms since the epoch; null = nothing pending. */
  readonly next: () => Promise<number | null>;
  readonly now: () => number;
  /** Looks at least this often, whatever `next` says: other processes set rows as well. */
  readonly everyMs: number;
  readonly failed: (error: unknown) => void;
}

const restMs = 10;

/** Sleeps until something is due, does it, sleeps again. Never runs twice at once. */
export class TimerLoop {
  private readonly task: LoopTask;
  private timer: NodeJS.Timeout | null = null;
  private wakesAt = Infinity;
  private running: Promise<void> | null = null;
  private isStopped = true;
  private hinted = Infinity;

  constructor(task: LoopTask) {
    this.task = task;
  }

  start(): void {
    this.isStopped = false;
    this.sleepUntil(this.task.now());
  }

  /** Something is due then: a hint, the rows count. */
  hint(due: number): void {
    this.hinted = Math.min(this.hinted, due);
    if (this.running === null && due < this.wakesAt) this.sleepUntil(due);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.running;
  }

  private sleepUntil(due: number): void {
    if (this.isStopped) return;
    if (this.timer !== null) clearTimeout(this.timer);
    const now = this.task.now();
    const wait = Math.min(Math.max(due - now, 0), this.task.everyMs);
    this.wakesAt = now + wait;
    this.timer = setTimeout(() => {
      this.running = this.round().finally(() => (this.running = null));
    }, wait);
  }

  private async round(): Promise<void> {
    this.hinted = Infinity;
    let next: number | null = null;
    try {
      const hasMore = await this.task.run();
      next = hasMore ? this.task.now() + this.task.pauseMs() : await this.task.next();
    } catch (error) {
      this.task.failed(error);
    }
    // A row that is due and that nobody can do anything about yet must not keep the loop busy.
    this.sleepUntil(Math.min(Math.max(next ?? Infinity, this.task.now() + restMs), this.hinted));
  }
}
