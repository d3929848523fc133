import type { Value } from '@parley/expression';
import type { Stimulus } from '@parley/message';
import type { Understanding } from '@parley/nlu';
import type { At, Effect, Input, Problem, Snapshot, Step } from '@parley/statechart';
import type { Choice } from './entry.ts';

/** What a conversation needs of the flow that its episode runs. Pure; made once per published version. */
export interface Rules {
  /** sha-256 (hex) of the flow's text. */
  readonly flow: string;
  /** The first is the one spoken when nobody asks for another. */
  readonly languages: readonly string[];
  /** Begins an episode. `profile` is what the channel knows of the person. */
  readonly start: (profile: Value | undefined, at: At) => Step;
  readonly step: (snapshot: Snapshot, input: Input, at: At) => Step;
  /** Asks the local model. */
  readonly understand: Understand;
  /** A model outside understands in place of the local one: it is asked by an operation, never in a turn. */
  readonly remote?: RemoteModel;
  /** What the machine gets of a stimulus; null = nothing (an erasure). */
  readonly interpret: (understand: Understand, context: InterpretContext, arrived: Arrived) => Input | null;
  /** The text of a `say` effect. Never throws: a rendering fault gives the flow's apology and the problem. */
  readonly render: (effect: SayEffect, language: string, episode: number) => RenderedText;
  /** Whether a handoff state is active: the bot is silent. */
  readonly isMuted: (snapshot: Snapshot) => boolean;
  /** How the operation of an invoke effect may be tried. */
  readonly operation: (effect: InvokeEffect) => OperationTerms;
  /** Checks a stored snapshot against the machine before it is stepped for the first time in this process. */
  readonly restore: (snapshot: Snapshot) => RestoredSnapshot;
}

/** What of a stimulus its meaning depends on. */
export type Arrived = Pick<Stimulus, 'eventId' | 'receivedAt' | 'body'>;

export interface RemoteModel {
  readonly terms: OperationTerms;
  /** What it may answer. */
  readonly intents: readonly string[];
  /** Whether it has to be asked what this means. */
  readonly isNeeded: (context: InterpretContext, arrived: Arrived) => boolean;
}

/** Answers what a text means. */
export type Understand = (text: string, language: string) => Understanding;

export interface InterpretContext {
  /** The snapshot about to be stepped. */
  readonly snapshot: Snapshot;
  readonly episode: number;
  readonly language: string;
  /** The stimulus began the episode: a misunderstanding does not count, the greeting is the answer. */
  readonly first: boolean;
}

export interface RenderedText {
  readonly text: string;
  readonly choices: readonly Choice[];
  /** The text could not be rendered; the apology stands in its place. */
  readonly problem?: Problem;
}

export interface OperationTerms {
  /** `<integration>.<operation>`, or `model.<name>`. */
  readonly adapter: string;
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly backoffMs: number;
  /** Durable deadline, ms after the entry's now. */
  readonly deadlineMs: number;
}

export type SayEffect = Extract<Effect, { kind: 'act' }>;
export type InvokeEffect = Extract<Effect, { kind: 'invoke' }>;

/** Code `snapshot-too-new`: a newer engine wrote it. */
export type RestoredSnapshot =
  { readonly ok: true; readonly snapshot: Snapshot } | { readonly ok: false; readonly code: string };
