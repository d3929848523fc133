/** API keys by their public id. Only a SHA-256 of the secret is kept. */
export abstract class ApiKeys {
  /** Rejects when the id exists. */
  abstract insert(key: ApiKey): Promise<void>;
  /** Looked up before the tenant is known: by id alone. Revoked keys are answered too. */
  abstract find(id: string): Promise<ApiKey | null>;
  /** Of this tenant's keys (null = the platform's); the first revocation counts. */
  abstract revoke(tenant: string | null, id: string, at: number): Promise<void>;
}

export interface ApiKey {
  readonly id: string;
  /** null = the platform's key, which creates tenants and reads nothing of theirs. */
  readonly tenant: string | null;
  readonly secretHash: Uint8Array;
  readonly scopes: readonly string[];
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly revokedAt: number | null;
}
