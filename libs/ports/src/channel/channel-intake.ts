import type { KeyedHashHex, Stimulus } from '@parley/message';

/** The way in of one vendor's channel: raw bytes → verify → parse → normalise. All three are pure. */
export interface ChannelIntake<Said = unknown> {
  /** `web-chat`, `slack`, … */
  readonly channel: string;
  /** Names of the connection's secrets that verifying takes; it is handed no others. */
  readonly secrets: readonly string[];
  /**
   * `with-ids`: our own clients are told which events were taken, and what was wrong with a request. `with-nothing`: a
   * vendor is told that it was taken, and what cannot be understood is set aside.
   */
  readonly acknowledges: 'with-ids' | 'with-nothing';
  /** Whether the request is what it says it is; compares in constant time. */
  verify(request: ChannelRequest, credentials: ChannelCredentials, now: number): Verification;
  /** What was said, in the vendor's words. */
  parse(request: ChannelRequest): Parsed<Said>;
  /** What was said, in ours: every stimulus of the request, in order, its text well-formed. */
  normalise(said: Said, address: ChannelAddress): readonly Heard[];
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
  /** Those that the intake names, and that the connection has. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Origins of our own pages. */
  readonly ownOrigins: readonly string[];
}

export type Verification =
  /** `conversation`: the one that the request is bound to, where the channel binds it. `user`: who speaks, where somebody vouched for it. */
  | { readonly kind: 'genuine'; readonly conversation: string | null; readonly user: string | null }
  | { readonly kind: 'forged' | 'stale' | 'foreign-origin' };

export type Parsed<Said> =
  | { readonly kind: 'said'; readonly said: Said }
  /** Genuine, and nothing for a conversation: acknowledged with `ack`, if the vendor wants to read something. */
  | { readonly kind: 'noted'; readonly ack?: Ack; readonly news?: ConnectionNews }
  /** Genuine, of a shape that we do not know: kept aside, acknowledged. */
  | { readonly kind: 'unknown-shape'; readonly reason: string }
  /** A client of ours that errs is told so. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

export interface Ack {
  readonly contentType: string;
  readonly body: string;
}

/** What a request tells of the connection itself. */
export type ConnectionNews = { readonly kind: 'verified' } | { readonly kind: 'trouble'; readonly reason: string };

/** A stimulus, and what the channel knows besides. */
export interface Heard {
  readonly stimulus: Stimulus;
  /** Where the conversation takes place at the vendor, for the channel's way out; absent = the channel needs none. */
  readonly place?: string;
  /** Counts only in a conversation that already has a place: one that we were not called into is none of our business. */
  readonly onlyIfPlaced?: true;
}

export interface ChannelAddress {
  readonly tenant: string;
  readonly connection: string;
  /** Keys the ids of conversations. */
  readonly idKey: Uint8Array;
  /** How; absent = as the rules do it. */
  readonly keyedHash?: KeyedHashHex;
  readonly conversation: string | null;
  readonly user: string | null;
  /** ms since the epoch. */
  readonly receivedAt: number;
}
