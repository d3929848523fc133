import type { Stimulus } from '@parley/message';

/** The way in of one vendor's channel: raw bytes → verify → parse → normalise. All three are pure. */
export interface ChannelIntake<Said = unknown> {
  /** `web-chat`, `slack`, … */
  readonly channel: string;
  /** Whether the request is what it says it is; compares in constant time. */
  verify(request: ChannelRequest, credentials: ChannelCredentials, now: number): Verification;
  /** What was said, in the vendor's words. */
  parse(request: ChannelRequest): Parsed<Said>;
  /** What was said, in ours: every stimulus of the request, in order, its text well-formed. */
  normalise(said: Said, address: ChannelAddress): readonly Stimulus[];
}

export interface ChannelRequest {
  readonly connection: string;
  /** What follows the connection in the path. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ChannelCredentials {
  /** The tenant's id key: keys what we sign ourselves. */
  readonly idKey: Uint8Array;
  /** The connection's public settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Origins of our own pages. */
  readonly ownOrigins: readonly string[];
}

export type Verification =
  /** `conversation`: the one that the request is bound to, where the channel binds it. `user`: who speaks, where somebody vouched for it. */
  | { readonly kind: 'genuine'; readonly conversation: string | null; readonly user: string | null }
  | { readonly kind: 'forged' | 'stale' | 'foreign-origin' };

export type Parsed<Said> =
  | { readonly kind: 'said'; readonly said: Said }
  /** Genuine, of a shape that we do not know: kept aside, acknowledged. */
  | { readonly kind: 'unknown-shape'; readonly reason: string }
  /** A client of ours that errs is told so. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

export interface ChannelAddress {
  readonly tenant: string;
  readonly connection: string;
  readonly conversation: string | null;
  readonly user: string | null;
  /** ms since the epoch. */
  readonly receivedAt: number;
}
