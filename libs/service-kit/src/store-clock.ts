const readEveryMs = 10_000;

/**
 * A store's time: one clock for all processes that share it. Between two looks it goes by this process' monotonic clock, so
 * that a wall clock that is wrong, or jumps, moves no conversation and no timer.
 */
export class StoreClock {
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly read: () => Promise<number>,
    /** The store's time at 0 of `performance.now`, ms since the epoch. */
    private zeroMs: number,
  ) {
    // While it does not answer, the last look counts on.
    this.timer = setInterval(() => void this.look().catch(() => undefined), readEveryMs).unref();
  }

  /** @param read the store's time, ms since the epoch */
  static async open(read: () => Promise<number>): Promise<StoreClock> {
    return new StoreClock(read, await zeroOf(read));
  }

  /** ms since the epoch. Never goes back by more than the store's own clock does. */
  now(): number {
    return Math.floor(this.zeroMs + performance.now());
  }

  /** Looks at the store's clock now; it does so by itself every ten seconds. */
  async look(): Promise<void> {
    this.zeroMs = await zeroOf(this.read);
  }

  close(): void {
    clearInterval(this.timer);
  }
}

/** Half of the way there and back is the answer's age. */
async function zeroOf(read: () => Promise<number>): Promise<number> {
  const asked = performance.now();
  const told = await read();
  const age = (performance.now() - asked) / 2;
  return told + age - performance.now();
}
