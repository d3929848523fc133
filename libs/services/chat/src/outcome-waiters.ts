import type { Outcome } from '@parley/contracts';
import type { ConversationRef } from '@parley/ports';
import type { ChatPorts } from './chat-ports.ts';
import type { SettledStimulus } from './ingest-stimulus.ts';

/** Answers whether this was what is waited for. */
type Hears = (settled: SettledStimulus) => void;

/** A hint may be lost: whoever waits asks by itself this often, ms. */
const askEveryMs = 2_000;
const deferred = 'deferred';

/**
 * Callers who answer only once their stimulus is recorded, or settled (DURABILITY 26). What is settled in this process is
 * told at once; of what another one settles there is a hint, and the journal is asked.
 */
export class OutcomeWaiters {
  private readonly waiting = new Map<string, Set<Hears>>();

  constructor(private readonly ports: Pick<ChatPorts, 'engine' | 'updates'>) {}

  /** Begin to wait before the append. Answers null after `withinMs`: nothing is known, asking again is safe. */
  expect(ref: ConversationRef, eventId: string, withinMs: number): Promise<Outcome | null> {
    return this.wait({ ...idOf(ref), eventId, isEnd: () => true }, withinMs);
  }

  /** As above, but what was deferred is awaited until an entry takes it up: the outcome is then that entry's. */
  expectSettled(ref: ConversationRef, eventId: string, withinMs: number): Promise<Outcome | null> {
    return this.wait({ ...idOf(ref), eventId, isEnd: ({ recorded }) => recorded !== deferred }, withinMs);
  }

  /** Something was settled here. */
  settle(settled: SettledStimulus): void {
    for (const hears of [...(this.waiting.get(settled.record.conversation) ?? [])]) hears(settled);
  }

  private wait(wanted: Wanted, withinMs: number): Promise<Outcome | null> {
    const { conversation } = wanted;
    return new Promise((resolve) => {
      const end = (outcome: Outcome | null): void => {
        clearTimeout(timer);
        clearInterval(asking);
        unsubscribe();
        this.drop(conversation, hears);
        resolve(outcome);
      };
      const hears: Hears = (settled) => {
        const outcome = outcomeIn(settled, wanted);
        if (outcome !== null) end(outcome);
      };
      /** Nothing is known of one that cannot be asked about: it is asked again. */
      const ask = (): void => {
        void this.ask(wanted).then(
          (outcome) => outcome && end(outcome),
          () => undefined,
        );
      };
      const timer = setTimeout(() => end(null), withinMs);
      const asking = setInterval(ask, askEveryMs);
      const unsubscribe = this.ports.updates.subscribe(conversation, ask);
      this.waiting.set(conversation, (this.waiting.get(conversation) ?? new Set()).add(hears));
    });
  }

  private async ask({ tenant, conversation, eventId, isEnd }: Wanted): Promise<Outcome | null> {
    const { recorded, settled } = await this.ports.engine.findOutcome({ tenant, conversation, eventId });
    if (recorded === undefined) return null;
    return isEnd(recorded) ? recorded : (settled ?? null);
  }

  private drop(conversation: string, hears: Hears): void {
    const others = this.waiting.get(conversation);
    others?.delete(hears);
    if (others?.size === 0) this.waiting.delete(conversation);
  }
}

interface Wanted extends ConversationRef {
  readonly eventId: string;
  /** Whether its own outcome is what is waited for. */
  readonly isEnd: (outcome: Outcome) => boolean;
}

function outcomeIn({ record, outcome }: SettledStimulus, { eventId, isEnd }: Wanted): Outcome | null {
  if (record.eventId === eventId) return isEnd(outcome) ? outcome : null;
  return outcome.settles.includes(eventId) ? outcome : null;
}

const idOf = ({ tenant, conversation }: ConversationRef): ConversationRef => ({ tenant, conversation });
