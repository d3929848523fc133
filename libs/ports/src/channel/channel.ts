import type { Choice } from '@parley/conversation';
import type { Rate } from '../rate-limiter/rate-limiter.ts';

/** The way out of one vendor's channel. The way in is `verify`, `parse`, `normalise`: pure functions of the channel's project. */
export abstract class Channel {
  /** `web-chat`, `slack`, … */
  abstract readonly name: string;
  /** Whether the far side recognises a repeated reply id: then no claim is needed before the call. */
  abstract readonly deduplicates: boolean;
  /** Whether replies go to a place at the vendor that only a person's own message tells: nobody else can begin a conversation. */
  abstract readonly needsPlace: boolean;
  /** Names of the connection's secrets that sending takes; it is handed no others. */
  abstract readonly secrets: readonly string[];
  /** How fast the far side takes what goes where this reply goes; null = as fast as it comes. Pure. */
  abstract pace(reply: OutboundReply): Pace | null;
  abstract send(reply: OutboundReply, access: ChannelAccess): Promise<SendAnswer>;
  /** Looks at the far side for a reply that an earlier attempt may have sent. Asked only where it does not recognise ids. */
  abstract find(reply: OutboundReply, access: ChannelAccess): Promise<FindAnswer>;
}

export interface OutboundReply {
  readonly tenant: string;
  readonly connection: string;
  readonly conversation: string;
  /** Where the conversation takes place at the vendor, in the words of the channel's intake; null = nobody has said. */
  readonly place: string | null;
  /** Stable over every attempt. */
  readonly reply: string;
  readonly number: number;
  /** When it was decided, ms since the epoch: no attempt was earlier. */
  readonly createdAt: number;
  readonly from: 'bot' | 'agent';
  readonly text: string;
  readonly choices: readonly Choice[];
}

/** What a connection holds for its channel. */
export interface ChannelAccess {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Those that the channel names, and that the connection has. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Pace {
  /** Which bucket, within the connection. */
  readonly bucket: string;
  readonly rate: Rate;
}

export type SendAnswer =
  | { readonly kind: 'sent'; readonly vendorId: string | null }
  /** The vendor refused for good. */
  | { readonly kind: 'failed'; readonly reason: string }
  | NotNow;

export interface NotNow {
  readonly kind: 'later';
  readonly retryInMs: number;
  /** `held`: nothing was done, and the far side asks the same patience of everything of this pace. `lost`: nobody knows whether it was done. */
  readonly why: 'held' | 'lost';
}

export type FindAnswer =
  | { readonly kind: 'found'; readonly vendorId: string | null }
  | { readonly kind: 'absent' }
  /** The far side keeps nothing that could be looked at, or does not show it to us. */
  | { readonly kind: 'unsearchable' }
  | NotNow;
