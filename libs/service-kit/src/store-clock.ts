const readEveryMs = 2_000;
const firstLooks = 5;
/** Two machines' clocks drift apart by no more than this share of the time: quartz and NTP's slewing stay below it. */
const drift = 200e-6;

/** One look at the store's clock. Times in ms; `at` and the 0 of `zero` are this process' monotonic clock's. */
interface Look {
  readonly at: number;
  /** What time it was in the store at 0, ms since the epoch. */
  readonly zero: number;
  /** By how much that may be off: when in the time there and back the store looked, nobody knows. */
  readonly error: number;
}

/**
 * A store's time: one clock for all processes that share it. Between two looks it goes by this process' monotonic clock, so
 * that a wall clock that is wrong, or jumps, moves no conversation and no timer. The quickest look counts until others are
 * surer (Cristian's algorithm): on a line that is slow for a while the clock stays as right as it was.
 */
export class StoreClock {
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly read: () => Promise<number>,
    private readonly monotonic: () => number,
    private best: Look,
  ) {
    // While it does not answer, the last look counts on.
    this.timer = setInterval(() => void this.look().catch(() => undefined), readEveryMs).unref();
  }

  /** @param read the store's time, ms since the epoch */
  static async open(read: () => Promise<number>, monotonic = (): number => performance.now()): Promise<StoreClock> {
    const clock = new StoreClock(read, monotonic, await lookAt(read, monotonic));
    for (let looks = 1; looks < firstLooks; looks += 1) await clock.look().catch(() => undefined);
    return clock;
  }

  /** ms since the epoch. Never goes back by more than the store's own clock does, or a look may be off. */
  now(): number {
    return Math.floor(this.best.zero + this.monotonic());
  }

  /** Looks at the store's clock now; it does so by itself every two seconds. */
  async look(): Promise<void> {
    const next = await lookAt(this.read, this.monotonic);
    const { at, zero, error } = this.best;
    const errorByNow = error + (next.at - at) * drift;
    // Two looks that cannot both be right: the store's clock was set.
    const wasSet = Math.abs(next.zero - zero) > next.error + errorByNow;
    if (wasSet || next.error <= errorByNow) this.best = next;
  }

  close(): void {
    clearInterval(this.timer);
  }
}

async function lookAt(read: () => Promise<number>, monotonic: () => number): Promise<Look> {
  const asked = monotonic();
  const told = await read();
  const at = monotonic();
  // A store tells whole milliseconds, some do: half of one more.
  return { at, zero: told - (asked + at) / 2, error: (at - asked) / 2 + 0.5 };
}
