import { canonicalText } from '@parley/message';
import { decide, decideFailure, type Decision } from './decide.ts';
import type { ConversationState, Entry, EntryMessage } from './entry.ts';
import { isShellFailure } from './failures.ts';
import type { Rules } from './rules.ts';

/** An entry that does not come out as it was recorded: the rules or the record are not what they were. */
export interface Mismatch {
  readonly seq: number;
  /** The field of the entry. */
  readonly what: string;
  readonly recorded: string;
  readonly replayed: string;
}

/** A text that would be rendered otherwise today. The conversation saw the recorded one. */
export interface Drift {
  readonly seq: number;
  readonly number: number;
  readonly recorded: string;
  readonly today: string;
}

export interface Replay {
  readonly mismatches: readonly Mismatch[];
  readonly drift: readonly Drift[];
  /** The state after the last entry, as replayed. */
  readonly state: ConversationState | null;
}

/** The published rules by the hash of the flow's text; null = there are none. */
export type RulesByHash = (flow: string) => Rules | null;

/**
 * Computes every entry again from its stimulus, time and seed, and compares snapshot and effects byte for byte.
 * @param entries ascending and without gap
 * @param from the state before the first of them
 */
export function replay(entries: readonly Entry[], rulesOf: RulesByHash, from: ConversationState | null = null): Replay {
  const mismatches: Mismatch[] = [];
  const drift: Drift[] = [];
  let state = from;
  for (const entry of entries) {
    const again = recompute(state, entry, rulesOf);
    if (again.kind === 'nothing-due') {
      mismatches.push({ seq: entry.seq, what: 'outcome', recorded: entry.outcome.kind, replayed: again.kind });
      continue;
    }
    const compared = compareEntries(entry, again.entry);
    mismatches.push(...compared.mismatches);
    drift.push(...compared.drift);
    state = again.state;
  }
  return { mismatches, drift, state };
}

/** The decision of a recorded entry, made again: the same moment, the recorded answer of the model. */
export function recompute(state: ConversationState | null, entry: Entry, rulesOf: RulesByHash): Decision {
  const moment = { wallClock: entry.now, seed: entry.seed };
  const { outcome, understanding } = entry;
  if (outcome.kind === 'failed' && isShellFailure(outcome.code))
    return decideFailure(state, entry.stimulus, outcome, moment);
  const rules = entry.flow === '' ? null : rulesOf(entry.flow);
  const heard = rules === null || understanding === undefined ? rules : { ...rules, understand: () => understanding };
  return decide(state, entry.stimulus, heard, moment);
}

/** What of a recorded entry comes out otherwise: a fault, or only a text. */
export function compareEntries(recorded: Entry, replayed: Entry): Pick<Replay, 'mismatches' | 'drift'> {
  return { mismatches: mismatchesOf(recorded, replayed), drift: driftOf(recorded, replayed) };
}

/** What must be the same: everything but the engine's version and the texts. */
const exact = [
  'seq',
  'now',
  'seed',
  'episode',
  'flow',
  'language',
  'epoch',
  'outcome',
  'effects',
  'settles',
  'after',
  'snapshotHash',
] as const;

function mismatchesOf(recorded: Entry, replayed: Entry): readonly Mismatch[] {
  return exact.flatMap((what) => {
    const before = canonicalText(recorded[what]);
    const now = canonicalText(replayed[what]);
    return before === now ? [] : [{ seq: recorded.seq, what, recorded: before, replayed: now }];
  });
}

function driftOf(recorded: Entry, replayed: Entry): readonly Drift[] {
  const today = new Map(replayed.messages.map((message) => [message.number, shown(message)]));
  return recorded.messages.flatMap((message) => {
    const now = today.get(message.number) ?? '';
    return now === shown(message)
      ? []
      : [{ seq: recorded.seq, number: message.number, recorded: shown(message), today: now }];
  });
}

/** A message as people see it: its text, then its buttons. */
function shown(message: EntryMessage): string {
  return [message.text, ...(message.choices ?? []).map(({ label }) => `[${label}]`)].join(' ');
}
