import type { Entry } from '@parley/conversation';
import type { TraceRecord } from '@parley/statechart';

/** One entry of the journal as the server tells it. `entry` is null once its key is destroyed. */
export interface JournalEntry {
  readonly seq: number;
  readonly entry: Entry | null;
  /** Computed again by the server, never stored. */
  readonly trace: readonly TraceRecord[];
  /** Active atomic states after the entry. */
  readonly states: readonly string[];
  /** How long the step took when it was computed again, µs. */
  readonly stepMicros: number;
}

/** What came in, in a few words. */
export function headline(entry: Entry): string {
  const { body } = entry.stimulus;
  switch (body.kind) {
    case 'message':
      return body.button ? `pressed “${body.text}”` : `“${body.text}”`;
    case 'opened':
      return 'the chat was opened';
    case 'result':
      return `operation answered: ${body.outcome}`;
    case 'timer':
      return 'a timer was due';
    case 'agent-message':
      return `${body.agent} wrote “${body.text}”`;
    case 'agent-closed':
      return `${body.agent} gave the conversation back`;
    case 'claim':
      return `${body.agent} took the conversation over`;
    case 'end':
      return `ended by ${body.by}`;
    case 'reset':
      return `begun anew by ${body.by}`;
    case 'event':
      return `event ${body.name}`;
    case 'erase':
      return 'erased';
  }
}

/** The entry's outcome, in a few words. */
export function outcomeOf(entry: Entry): string {
  const { outcome } = entry;
  return 'code' in outcome ? `${outcome.kind}: ${outcome.code}` : outcome.kind;
}

/** A value as JSON, short enough to read. */
export function brief(value: unknown): string {
  const text = value === undefined ? 'not set' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
