import { decide, nextDue, type ConversationState, type Entry, type Rules } from '@parley/conversation';
import type { ValueMap } from '@parley/expression';
import type { StimulusBody } from '@parley/message';
import type { TraceRecord } from '@parley/statechart';

/** Work that a state waits for: somebody has to say how it ends. */
export interface OpenOperation {
  readonly operation: string;
  readonly adapter: string;
  readonly input: ValueMap;
}

/** One conversation in memory, decided as the engine decides. Its clock is the machine's, moved on by `pass`. */
export class LocalConversation {
  private state: ConversationState | null = null;
  private passedMs = 0;
  private said = 0;
  private operations: readonly OpenOperation[] = [];
  private lastTrace: () => readonly TraceRecord[] = () => [];

  constructor(
    private readonly rules: Rules,
    private readonly clock: () => number = Date.now,
  ) {}

  get now(): number {
    return this.clock() + this.passedMs;
  }

  get states(): readonly string[] {
    return this.state?.snapshot?.status === 'active' ? this.state.snapshot.configuration : [];
  }

  get isWithAgent(): boolean {
    return this.state?.control === 'agent';
  }

  get open(): readonly OpenOperation[] {
    return this.operations;
  }

  /** When the earliest timer is due, ms since the epoch; null = none. */
  get due(): number | null {
    return this.state === null ? null : nextDue(this.state);
  }

  /** Why the last entry did what it did. */
  trace(): readonly TraceRecord[] {
    return this.lastTrace();
  }

  /** The entry that it makes; null = nothing was due. */
  take(body: StimulusBody, now = this.now): Entry | null {
    this.said += 1;
    const stimulus = {
      ...{ eventId: `web:${this.said}` as const, tenant: 'here', connection: 'here', conversation: 'here' },
      ...{ receivedAt: now, body },
    };
    const decision = decide(this.state, stimulus, this.rules, { wallClock: now, seed: '00' });
    if (decision.kind !== 'entry') return null;
    this.state = decision.state;
    this.lastTrace = decision.trace;
    this.operations = this.stillOpen(decision.entry, decision.state);
    return decision.entry;
  }

  /** Fires everything that falls due until then, in order, and moves the clock there. */
  pass(ms: number): readonly Entry[] {
    const until = this.now + ms;
    const fired: Entry[] = [];
    for (let due = this.due; due !== null && due <= until; due = this.due) {
      const entry = this.take({ kind: 'timer', due }, due);
      if (entry === null) break;
      fired.push(entry);
    }
    this.passedMs += ms;
    return fired;
  }

  private stillOpen(entry: Entry, { snapshot, thinking }: ConversationState): readonly OpenOperation[] {
    const ids = new Set(snapshot?.status === 'active' ? snapshot.operations.map(({ operation }) => operation) : []);
    if (thinking !== undefined) ids.add(thinking.operation);
    const begun = entry.effects.flatMap((effect) =>
      effect.kind === 'invoke'
        ? [{ operation: effect.operation, adapter: effect.src, input: effect.input as ValueMap }]
        : [],
    );
    return [...this.operations, ...begun].filter(({ operation }) => ids.has(operation));
  }
}
