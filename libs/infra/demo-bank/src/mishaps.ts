/** What befalls a call: refused without effect, done or not done without an answer. */
export type Mishap = 'refused' | 'silent' | 'answer-lost';

/** How the bank behaves from now on; every field that is left out stays as it is. */
export interface Behaviour {
  /** How long each call takes, ms. */
  readonly delayMs: number;
  /** Every n-th call is refused; 0 = none. */
  readonly refuseEvery: number;
  /** Every n-th call is done, but its answer is lost; 0 = none. */
  readonly loseEvery: number;
  /** What befalls the next calls, in this order, before anything else. */
  readonly next: readonly Mishap[];
}

/** Mishaps on demand. */
export class Mishaps {
  private behaviour: Behaviour = { delayMs: 0, refuseEvery: 0, loseEvery: 0, next: [] };
  private calls = 0;

  get delayMs(): number {
    return this.behaviour.delayMs;
  }

  behave(change: Partial<Behaviour>): void {
    this.behaviour = { ...this.behaviour, ...change };
  }

  /** What befalls this call; null = nothing. */
  take(): Mishap | null {
    const [arranged, ...next] = this.behaviour.next;
    if (arranged !== undefined) {
      this.behaviour = { ...this.behaviour, next };
      return arranged;
    }
    this.calls += 1;
    if (isEvery(this.calls, this.behaviour.refuseEvery)) return 'refused';
    return isEvery(this.calls, this.behaviour.loseEvery) ? 'answer-lost' : null;
  }
}

const isEvery = (count: number, n: number): boolean => n > 0 && count % n === 0;
