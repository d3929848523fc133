import type { Stimulus } from '@parley/message';
import type { ConversationState, ConversationStatus, Entry } from './entry.ts';

/** Version of the rules that write entries; recorded in each. */
export const engineVersion = '1';

/** A conversation before its first entry. */
export const untouched: ConversationState = {
  version: 1,
  seq: 0,
  now: 0,
  episode: 0,
  flow: '',
  language: '',
  epoch: 0,
  control: 'bot',
  lastMessage: 0,
  firstMessage: 1,
  snapshot: null,
};

/** Whether an episode is under way. */
export function isRunning(state: ConversationState): boolean {
  return state.snapshot?.status === 'active';
}

/** Whether the pinned flow has something to go on with: an episode, or what waits to begin the next one. */
export function isUnderWay(state: ConversationState): boolean {
  return isRunning(state) || state.thinking !== undefined;
}

/**
 * Whether this stimulus begins an episode, so that the connection's default flow is wanted and not the pinned one:
 * a message does when none is under way and none waits to begin it; `opened` only if there never was one; a reset always.
 */
export function beginsEpisode(state: ConversationState | null, stimulus: Stimulus): boolean {
  if (stimulus.throttled === true) return false;
  if (stimulus.body.kind === 'reset') return true;
  const before = state ?? untouched;
  if (before.thinking !== undefined) return false;
  if (stimulus.body.kind === 'message') return !isRunning(before);
  return stimulus.body.kind === 'opened' && before.episode === 0;
}

/** What readers are told of a conversation in this state. An erasure is told by its entry, not by the state. */
export function statusOf(state: ConversationState): ConversationStatus {
  if (!isRunning(state)) return state.episode === 0 ? 'bot' : 'ended';
  return state.control;
}

/** The state after a tombstone: known from the entry alone, which stays readable when everything before it is not. */
export function stateAfterErasure({ seq, now, episode, flow, language, epoch, after }: Entry): ConversationState {
  const { lastMessage, firstMessage } = after;
  return {
    version: 1,
    seq,
    now,
    episode,
    flow,
    language,
    epoch,
    control: 'bot',
    lastMessage,
    firstMessage,
    snapshot: null,
  };
}

/** No entry adds as many messages. */
const numbersPerEntry = 1_000;

/**
 * The state after an entry whose key was destroyed while somebody still wrote with it: nothing of it is known but its
 * place. Messages go on at a number that none before can have had.
 */
export function stateAfterLostKey(seq: number, now: number): ConversationState {
  const lastMessage = seq * numbersPerEntry;
  return { ...untouched, seq, now, episode: 1, lastMessage, firstMessage: lastMessage + 1 };
}
