import type { EventId, Stimulus, StimulusBody } from '@parley/message';
import type { Understanding } from '@parley/nlu';
import type { Effect, Snapshot, StepFailure } from '@parley/statechart';

/**
 * What one stimulus did: the body of one row of the journal. Canonical bytes (RFC 8785), sealed, chained by the hash of
 * the previous body's ciphertext, never updated. The trace is not in it: it is computed again by replay.
 */
export interface Entry {
  readonly version: 1;
  readonly engine: string;
  readonly seq: number;
  readonly stimulus: Stimulus;
  /** max(previous now, wall clock), ms. */
  readonly now: number;
  /** Keyed hash of the event id (hex). */
  readonly seed: string;
  /** The run of a flow this entry belongs to, counted from 1; 0 before the first. */
  readonly episode: number;
  /** sha-256 (hex) of the flow's text, pinned by the episode; of the one that was tried where an episode failed to begin. */
  readonly flow: string;
  readonly language: string;
  /** Raised by a handoff and by an agent's claim; a delivery of an older epoch may be suppressed. */
  readonly epoch: number;
  readonly outcome: EntryOutcome;
  /** The model's answer, if it was asked. Replay uses this one, so a model trained anew changes nothing. */
  readonly understanding?: Understanding;
  /** Kernel effects in order; an effect's id is (conversation, seq, index). */
  readonly effects: readonly Effect[];
  /** Messages this entry adds: the inbound first, its replies next. Numbers are gapless in the conversation. */
  readonly messages: readonly EntryMessage[];
  /** Event ids of deferred stimuli that this entry took up. */
  readonly settles: readonly EventId[];
  /** Deferred events and timers that failed on their own: undone and dropped, while the rest of the entry stands. */
  readonly failures?: readonly StepFailure[];
  /** What chat's rows say of the conversation after this entry. */
  readonly after: Aftermath;
  /** sha-256 (hex) of the canonical bytes of the conversation's state after this entry. */
  readonly snapshotHash: string;
}

/** `bot`: the flow answers (or would, with the next message). `agent`: a person does. `ended`: the episode is over. */
export type ConversationStatus = 'bot' | 'agent' | 'ended' | 'erased';

export interface Aftermath {
  readonly status: ConversationStatus;
  /** Active atomic states in document order. */
  readonly states: readonly string[];
  readonly lastMessage: number;
  readonly firstMessage: number;
}

export type EntryOutcome =
  | { readonly kind: 'taken' | 'unhandled' | 'deferred' | 'erased' }
  /** Expected refusals: recorded, the conversation goes on. */
  | { readonly kind: 'refused'; readonly code: string }
  /** A late result of an operation that is closed. */
  | { readonly kind: 'late' }
  /** A deterministic failure: listed, may be redriven. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'throttled' };

export interface EntryMessage {
  readonly number: number;
  readonly from: 'person' | 'bot' | 'agent';
  readonly text: string;
  readonly choices?: readonly Choice[];
  /** The stimulus that this message is, or answers. */
  readonly eventId: EventId;
  readonly at: number;
}

/** A quick reply: pressing it sends (episode, question, intent). */
export interface Choice {
  readonly label: string;
  readonly intent: string;
  readonly episode: number;
  readonly question: number;
}

/** A conversation between two entries: what the next decision starts from. Stored as canonical bytes, sealed. */
export interface ConversationState {
  /** Version of this shape; a newer one is not this engine's to move. */
  readonly version: 1;
  readonly seq: number;
  readonly now: number;
  readonly episode: number;
  readonly flow: string;
  readonly language: string;
  readonly epoch: number;
  /** Who answers: while an agent does, the flow goes on silently. */
  readonly control: 'bot' | 'agent';
  /** The agent who claimed it, wherever the flow is; absent = nobody did. Ends with the episode. */
  readonly claimedBy?: string;
  /** Number of the last message. */
  readonly lastMessage: number;
  /** Number of the first message that is still there. */
  readonly firstMessage: number;
  /** null before the first episode and after an erasure. */
  readonly snapshot: Snapshot | null;
  /** What waits for a model outside; absent when nothing does. */
  readonly thinking?: Thinking;
}

/** A model outside is asked what a message means; whatever is said meanwhile waits behind it. */
export interface Thinking {
  /** The operation that asks. */
  readonly operation: string;
  /** In the order they came; the first is the one that is thought about. */
  readonly waiting: readonly Waiting[];
}

export interface Waiting {
  readonly eventId: EventId;
  /** Wall clock when it was made durable, ms since the epoch. */
  readonly receivedAt: number;
  readonly body: Extract<StimulusBody, { kind: 'message' | 'opened' }>;
  /** What the conversation spoke when it came. */
  readonly language: string;
  /** It began the episode. */
  readonly first: boolean;
}
