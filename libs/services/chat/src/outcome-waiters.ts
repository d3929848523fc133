import type { Outcome } from '@parley/contracts';
import type { SettledStimulus } from './ingest-stimulus.ts';

/** Callers who answer only once their stimulus is settled (DURABILITY 26). */
export class OutcomeWaiters {
  private readonly waiting = new Map<string, Set<(outcome: Outcome) => void>>();

  /** Begin to wait before the append. Answers null after `withinMs`: nothing is known, asking again is safe. */
  expect(conversation: string, eventId: string, withinMs: number): Promise<Outcome | null> {
    const name = nameOf(conversation, eventId);
    return new Promise((resolve) => {
      const settle = (outcome: Outcome | null): void => {
        clearTimeout(timer);
        const others = this.waiting.get(name);
        others?.delete(settle);
        if (others?.size === 0) this.waiting.delete(name);
        resolve(outcome);
      };
      const timer = setTimeout(() => settle(null), withinMs);
      const others = this.waiting.get(name) ?? new Set();
      this.waiting.set(name, others.add(settle));
    });
  }

  settle({ record, outcome }: SettledStimulus): void {
    if (this.waiting.size === 0) return;
    for (const waiter of [...(this.waiting.get(nameOf(record.conversation, record.eventId)) ?? [])]) waiter(outcome);
  }
}

const nameOf = (conversation: string, eventId: string): string => `${conversation}\n${eventId}`;
