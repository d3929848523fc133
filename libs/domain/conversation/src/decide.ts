import { canonicalBytes, maxEntryBytes, sha256Hex, type EventId, type Sha256Hex, type Stimulus } from '@parley/message';
import type { At, TraceRecord } from '@parley/statechart';
import type { Aftermath, ConversationState, Entry, EntryMessage } from './entry.ts';
import { platformText } from './platform-texts.ts';
import type { RenderedText, Rules } from './rules.ts';
import { engineVersion, isRunning, statusOf, untouched } from './state.ts';
import { failed, takeTurn, type Turn } from './turn.ts';

/** When a decision is made, and its chance: both recorded in the entry. */
export interface Moment {
  /** Wall clock, ms since the epoch. */
  readonly wallClock: number;
  /** Keyed hash of the event id, hex. */
  readonly seed: string;
  /** Absent = the one of the rules themselves. */
  readonly sha256Hex?: Sha256Hex;
}

export type Decision =
  | {
      readonly kind: 'entry';
      readonly entry: Entry;
      readonly state: ConversationState;
      /** Canonical bytes of the entry and of the state: what is sealed. */
      readonly entryBytes: Uint8Array;
      readonly stateBytes: Uint8Array;
      /** Why it happened: computed when called, never stored. */
      readonly trace: () => readonly TraceRecord[];
    }
  /** A wake-up that found nothing due: nothing to write. */
  | { readonly kind: 'nothing-due' };

/**
 * What one stimulus does to a conversation. Pure: the same arguments give the same bytes.
 * @param state null = the conversation's first stimulus
 * @param rules of the pinned flow, or of the default one if the stimulus begins an episode (`beginsEpisode`); null = none is published
 */
export function decide(
  state: ConversationState | null,
  stimulus: Stimulus,
  rules: Rules | null,
  moment: Moment,
): Decision {
  const before = state ?? untouched;
  const at = atOf(before, stimulus, moment);
  const turn = takeTurn(before, stimulus, rules, at);
  if (turn === null) return { kind: 'nothing-due' };
  const hash = moment.sha256Hex ?? sha256Hex;
  const decision = written(before, stimulus, turn, rules, { at, hash });
  if (decision.entryBytes.length <= maxEntryBytes) return decision;
  const tooLarge = { code: 'entry.too-large', message: `The entry would have ${decision.entryBytes.length} bytes.` };
  // The flow that was tried is recorded, though its episode did not begin: replay has to try the same.
  return written(before, stimulus, { ...failed(before, stimulus, tooLarge), flow: turn.flow }, rules, { at, hash });
}

/** The entry of a stimulus that fails every time it is tried: the conversation stays where it was. */
export function decideFailure(
  state: ConversationState | null,
  stimulus: Stimulus,
  why: { readonly code: string; readonly message: string },
  moment: Moment,
): Extract<Decision, { kind: 'entry' }> {
  const before = state ?? untouched;
  const at = atOf(before, stimulus, moment);
  return written(before, stimulus, failed(before, stimulus, why), null, { at, hash: moment.sha256Hex ?? sha256Hex });
}

function atOf(before: ConversationState, stimulus: Stimulus, moment: Moment): At {
  // A wake-up says that its time has come: another machine's clock may not contradict it, or it would never fire.
  const due = stimulus.body.kind === 'timer' ? stimulus.body.due : 0;
  const now = Math.max(before.now, moment.wallClock, due);
  return { now, seed: moment.seed, conversation: stimulus.conversation, seq: before.seq + 1 };
}

function written(
  before: ConversationState,
  stimulus: Stimulus,
  turn: Turn,
  rules: Rules | null,
  { at, hash }: { readonly at: At; readonly hash: Sha256Hex },
): Extract<Decision, { kind: 'entry' }> {
  const control = controlAfter(before, turn, rules);
  const messages = messagesOf(before, stimulus, turn, rules, control, at.now);
  const lastMessage = before.lastMessage + messages.length;
  const erased = turn.outcome.kind === 'erased';
  const state: ConversationState = {
    version: 1,
    seq: at.seq,
    now: at.now,
    episode: turn.episode,
    flow: turn.flow,
    language: turn.language,
    epoch: before.epoch + (before.control === 'bot' && control === 'agent' ? 1 : 0),
    control,
    ...(control === 'agent' && turn.claimedBy !== null ? { claimedBy: turn.claimedBy } : {}),
    lastMessage,
    firstMessage: erased ? lastMessage + 1 : before.firstMessage,
    snapshot: turn.snapshot,
    ...(turn.thinking === null ? {} : { thinking: turn.thinking }),
  };
  const stateBytes = canonicalBytes(state);
  const entry: Entry = {
    ...{ version: 1, engine: engineVersion, seq: state.seq, stimulus, now: state.now, seed: at.seed },
    ...{ episode: state.episode, flow: state.flow, language: state.language, epoch: state.epoch },
    outcome: turn.outcome,
    ...(turn.understanding === undefined ? {} : { understanding: turn.understanding }),
    effects: turn.effects,
    messages,
    settles: turn.settles as readonly EventId[],
    ...(turn.failures.length === 0 ? {} : { failures: turn.failures }),
    after: aftermathOf(state, erased),
    snapshotHash: hash(stateBytes),
  };
  return { kind: 'entry', entry, state, entryBytes: canonicalBytes(entry), stateBytes, trace: turn.trace };
}

function controlAfter(before: ConversationState, turn: Turn, rules: Rules | null): 'bot' | 'agent' {
  if (turn.snapshot?.status !== 'active') return 'bot';
  if (turn.claimedBy !== null) return 'agent';
  if (turn.snapshot === before.snapshot && before.claimedBy === undefined) return before.control;
  return rules?.isMuted(turn.snapshot) === true ? 'agent' : 'bot';
}

/** What was said, numbered: the inbound first, its replies next. While an agent answers, the bot is silent. */
function messagesOf(
  before: ConversationState,
  stimulus: Stimulus,
  turn: Turn,
  rules: Rules | null,
  control: 'bot' | 'agent',
  now: number,
): readonly EntryMessage[] {
  const muted = before.control === 'agent' && control === 'agent';
  const replies = muted ? [] : repliesOf(turn, rules);
  const { eventId } = stimulus;
  const inbound = inboundOf(stimulus, turn);
  const said = replies
    .filter(({ text }) => text !== '')
    .map(({ text, choices }) => ({
      from: 'bot' as const,
      text,
      ...(choices.length === 0 ? {} : { choices }),
      eventId,
      at: now,
    }));
  return [...inbound, ...said].map((message, index) => ({ number: before.lastMessage + 1 + index, ...message }));
}

function repliesOf(turn: Turn, rules: Rules | null): readonly RenderedText[] {
  const rendered =
    rules === null ? [] : turn.said.map(({ effect, episode }) => rules.render(effect, turn.language, episode));
  if (turn.reply === undefined) return rendered;
  return [...rendered, { text: platformText(turn.reply, turn.language), choices: [] }];
}

function inboundOf(stimulus: Stimulus, turn: Turn): readonly Omit<EntryMessage, 'number'>[] {
  const { body, eventId, receivedAt: at } = stimulus;
  if (body.kind === 'message') return [{ from: 'person', text: body.text, eventId, at }];
  if (body.kind !== 'agent-message' || turn.outcome.kind === 'refused') return [];
  return [{ from: 'agent', text: body.text, eventId, at }];
}

function aftermathOf(state: ConversationState, erased: boolean): Aftermath {
  return {
    status: erased ? 'erased' : statusOf(state),
    states: isRunning(state) ? (state.snapshot?.configuration ?? []) : [],
    lastMessage: state.lastMessage,
    firstMessage: state.firstMessage,
  };
}
