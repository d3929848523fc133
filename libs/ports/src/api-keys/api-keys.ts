/** API keys by their public id. Only a SHA-256 of the secret is kept. */
export abstract class ApiKeys {
  /** Rejects when the id exists. */
  abstract insert(key: ApiKey): Promise<void>;
  /** Looked up before the tenant is known: by id alone. Revoked and expired keys are answered too. */
  abstract find(id: string): Promise<ApiKey | null>;
  /** A tenant's keys, newest first; of one ms, by id. `before` is the last row of the page before. */
  abstract list(tenant: string, limit: number, before?: ApiKey): Promise<readonly ApiKey[]>;
  /** Of this tenant's keys (null = the platform's); the first revocation counts. */
  abstract revoke(tenant: string | null, id: string, at: number): Promise<void>;
  /** Lets one of this tenant's keys end at this time, or earlier if it does already. */
  abstract expire(tenant: string, id: string, at: number): Promise<void>;
  /** Remembers that a key was used; the latest counts. */
  abstract touch(tenant: string | null, id: string, at: number): Promise<void>;
}

export interface ApiKey {
  readonly id: string;
  /** null = the platform's key, which creates tenants and reads nothing of theirs. */
  readonly tenant: string | null;
  /** For people. */
  readonly name: string;
  readonly secretHash: Uint8Array;
  readonly scopes: readonly string[];
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly revokedAt: number | null;
  /** ms since the epoch; null = never. */
  readonly expiresAt: number | null;
  /** ms since the epoch, to the minute; null = never. */
  readonly lastUsedAt: number | null;
  /** Id of the key that this one follows. */
  readonly replaces: string | null;
}
