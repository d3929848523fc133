import type { Button } from '@parley/message';
import type { Value } from '@parley/expression';
import type { Parsed } from '@parley/ports';
import type { SlackPlace } from './place.ts';

/** One thing that happened in a workspace, as far as it matters to a conversation. */
export interface SlackSaid {
  /** The canonical event id behind `slack:`: the same however often and in whatever wrapping Slack delivers it. */
  readonly id: string;
  /** Names the conversation. */
  readonly thread: string;
  readonly place: SlackPlace;
  /** Counts only in a conversation that we were called into before. */
  readonly onlyIfPlaced: boolean;
  readonly what: SlackAct;
}

export type SlackAct =
  | {
      readonly kind: 'message';
      readonly user: string;
      readonly text: string;
      readonly button?: Button;
      readonly attachments?: readonly string[];
    }
  /** For flows that declare an event of this name. */
  | { readonly kind: 'event'; readonly name: string; readonly data: Readonly<Record<string, Value>> };

export const nothing: Parsed<SlackSaid> = { kind: 'noted' };

export function unknown(reason: string): Parsed<SlackSaid> {
  return { kind: 'unknown-shape', reason };
}

export function said(one: SlackSaid): Parsed<SlackSaid> {
  return { kind: 'said', said: one };
}
