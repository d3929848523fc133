import type { Value } from '@parley/expression';

/** `<source>:<id>`. The source is written by us, so no client can name another's. */
export type EventId = `${Source}:${string}`;
export type Source = 'web' | 'slack' | 'whatsapp' | 'messenger' | 'timer' | 'op' | 'agent' | 'api' | 'redrive';

/** Anything that may move a conversation. */
export interface Stimulus {
  readonly eventId: EventId;
  readonly tenant: string;
  readonly connection: string;
  readonly conversation: string;
  /** Wall clock when it was made durable, ms since the epoch. */
  readonly receivedAt: number;
  readonly body: StimulusBody;
  /** Its sender was over the rate when it came: recorded in its place, without a turn, with the outcome `throttled`. */
  readonly throttled?: true;
  /** W3C id of the trace in which it was made durable, 32 hex digits. */
  readonly traceId?: string;
}

export type StimulusBody =
  /** A widget was opened; starts only a conversation's first episode. */
  | { readonly kind: 'opened'; readonly language?: string; readonly profile?: Value }
  | {
      readonly kind: 'message';
      readonly text: string;
      readonly language?: string;
      /** What the channel knows of the person. */
      readonly profile?: Value;
      /** A pressed button: it counts only while its question is open. */
      readonly button?: Button;
      /** Media types of parts that are not text; answered politely. */
      readonly attachments?: readonly string[];
      /** The whole text, where `text` is only its beginning: its sealed bytes lie in the blob store under this hash. */
      readonly longText?: { readonly blob: string; readonly bytes: number };
    }
  | {
      readonly kind: 'result';
      readonly operation: string;
      readonly attempt: number;
      readonly outcome: 'done' | 'failed' | 'unknown';
      readonly value?: Value;
      readonly reason?: string;
    }
  /** A wake-up: whatever is due in the snapshot fires. */
  | { readonly kind: 'timer'; readonly due: number }
  | { readonly kind: 'agent-message'; readonly agent: string; readonly text: string }
  | { readonly kind: 'agent-closed'; readonly agent: string }
  /** An agent takes over, wherever the flow is. */
  | { readonly kind: 'claim'; readonly agent: string }
  /** The episode that runs is over. */
  | { readonly kind: 'end'; readonly by: string }
  /** The episode that runs is over, and the next begins. */
  | { readonly kind: 'reset'; readonly by: string }
  /** One of the flow's declared events. */
  | { readonly kind: 'event'; readonly name: string; readonly data?: Value }
  /** The tombstone: the conversation's texts are gone after it. */
  | { readonly kind: 'erase'; readonly by: string };

export interface Button {
  readonly episode: number;
  readonly question: number;
  readonly intent: string;
}
