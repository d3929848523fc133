import type { Choice } from '@parley/conversation';

/** The way out of one vendor's channel. The way in is `verify`, `parse`, `normalise`: pure functions of the channel's project. */
export abstract class Channel {
  /** `web-chat`, `slack`, … */
  abstract readonly name: string;
  /** Whether the far side recognises a repeated reply id: then no claim is needed before the call. */
  abstract readonly deduplicates: boolean;
  abstract send(reply: OutboundReply): Promise<SendAnswer>;
}

export interface OutboundReply {
  readonly tenant: string;
  readonly connection: string;
  readonly conversation: string;
  /** Stable over every attempt. */
  readonly reply: string;
  readonly number: number;
  readonly from: 'bot' | 'agent';
  readonly text: string;
  readonly choices: readonly Choice[];
}

export type SendAnswer =
  | { readonly kind: 'sent'; readonly vendorId: string | null }
  /** The vendor refused for good. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'later'; readonly retryInMs: number };
