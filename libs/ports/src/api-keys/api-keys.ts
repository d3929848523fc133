/** API keys by their public id. Only a SHA-256 of the secret is kept. */
export abstract class ApiKeys {
  abstract insert(key: ApiKey): Promise<void>;
  /** Looked up before the tenant is known: by id alone. */
  abstract find(id: string): Promise<ApiKey | null>;
  abstract revoke(tenant: string, id: string, at: number): Promise<void>;
}

export interface ApiKey {
  readonly id: string;
  /** null = the platform's key, which creates tenants and reads nothing of theirs. */
  readonly tenant: string | null;
  readonly secretHash: Uint8Array;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly revokedAt: number | null;
}
