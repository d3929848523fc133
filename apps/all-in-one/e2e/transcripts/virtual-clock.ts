interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is moved. */
export class VirtualClock {
  private sleepers: readonly Sleeper[] = [];

  /** @param now ms since the epoch */
  constructor(public now: number) {}

  /** How many wait for their time. */
  get asleep(): number {
    return this.sleepers.length;
  }

  /** When the first of them wakes; Infinity = nobody waits. */
  get next(): number {
    return Math.min(Infinity, ...this.sleepers.map(({ due }) => due));
  }

  sleep(ms: number): Promise<void> {
    if (ms === 0) return Promise.resolve();
    return new Promise((wake) => (this.sleepers = [...this.sleepers, { due: this.now + ms, wake }]));
  }

  /** Never back: an earlier time leaves it where it is. */
  moveTo(time: number): void {
    this.now = Math.max(this.now, time);
    const awake = this.sleepers.filter(({ due }) => due <= this.now);
    this.sleepers = this.sleepers.filter((sleeper) => !awake.includes(sleeper));
    for (const { wake } of awake) wake();
  }
}
