import type { Outcome } from '@parley/contracts';
import type { SettledStimulus } from './ingest-stimulus.ts';

type Waiter = (outcome: Outcome | null) => void;

/** Callers who answer only once their stimulus is recorded, or settled (DURABILITY 26). */
export class OutcomeWaiters {
  private readonly waiting = new Map<string, Set<Waiter>>();

  /** Begin to wait before the append. Answers null after `withinMs`: nothing is known, asking again is safe. */
  expect(conversation: string, eventId: string, withinMs: number): Promise<Outcome | null> {
    return this.wait([nameOf(conversation, eventId), nameOf(conversation, eventId, deferred)], withinMs);
  }

  /** As above, but what was deferred is awaited until an entry takes it up: the outcome is then that entry's. */
  expectSettled(conversation: string, eventId: string, withinMs: number): Promise<Outcome | null> {
    return this.wait([nameOf(conversation, eventId)], withinMs);
  }

  settle({ record: { conversation, eventId }, outcome }: SettledStimulus): void {
    if (this.waiting.size === 0) return;
    const own = nameOf(conversation, eventId, outcome.recorded === deferred ? deferred : '');
    for (const name of [own, ...outcome.settles.map((id) => nameOf(conversation, id))]) {
      for (const waiter of [...(this.waiting.get(name) ?? [])]) waiter(outcome);
    }
  }

  private wait(names: readonly string[], withinMs: number): Promise<Outcome | null> {
    return new Promise((resolve) => {
      const settle: Waiter = (outcome) => {
        clearTimeout(timer);
        for (const name of names) this.drop(name, settle);
        resolve(outcome);
      };
      const timer = setTimeout(() => settle(null), withinMs);
      for (const name of names) this.waiting.set(name, (this.waiting.get(name) ?? new Set()).add(settle));
    });
  }

  private drop(name: string, waiter: Waiter): void {
    const others = this.waiting.get(name);
    others?.delete(waiter);
    if (others?.size === 0) this.waiting.delete(name);
  }
}

const deferred = 'deferred';

const nameOf = (conversation: string, eventId: string, how = ''): string => `${conversation}\n${eventId}\n${how}`;
