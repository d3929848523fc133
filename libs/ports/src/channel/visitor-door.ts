/** How strangers enter a channel of ours: from which pages, and with which token. Pure, like a channel's intake. */
export interface VisitorDoor {
  /** Whether pages of this origin may talk to the connection; undefined = no browser asked. */
  admits(
    settings: Readonly<Record<string, unknown>>,
    origin: string | undefined,
    ownOrigins: readonly string[],
  ): boolean;
  sign(idKey: Uint8Array, claim: VisitorClaim): string;
  /** Whose token it is; a token of another connection, tenant or time is none. Compares in constant time. */
  verify(idKey: Uint8Array, connection: string, token: string, now: number): TokenAnswer;
  /** Whether visitors may read the conversation's journal. */
  showsJournal(settings: Readonly<Record<string, unknown>>): boolean;
}

/** What a visitor's token binds: one person and one conversation on one connection, until a time (ms since the epoch). */
export interface VisitorClaim {
  readonly connection: string;
  readonly conversation: string;
  readonly expiresAt: number;
  /** Whom the tenant's site vouches for; null = nobody in particular. */
  readonly user: string | null;
}

export type TokenAnswer =
  | { readonly kind: 'genuine'; readonly conversation: string; readonly user: string | null }
  | { readonly kind: 'forged' | 'stale' };
