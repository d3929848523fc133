import { parseApiKey, PLATFORM_SCOPES } from '@parley/access';
import type { ApiKey, ApiKeys } from '@parley/ports';
import { LRUCache } from 'lru-cache';
import type { SecurityConfig } from './config.ts';
import { hashSecret, isSecret } from './secret-hash.ts';

/** Whose key it is: the tenant comes from the credential and from nowhere else. */
export interface Principal {
  /** null = the platform. */
  readonly tenant: string | null;
  readonly scopes: readonly string[];
  readonly keyId: string;
}

/** Says whose API keys are. Rows are remembered for a short while, unknown ids too; the secret is compared every time. */
export class ApiKeyAuthentication {
  private readonly apiKeys: ApiKeys;
  private readonly platform: ApiKey | null;
  private readonly rows: LRUCache<string, Promise<ApiKey | null>>;

  /** @throws when the platform's key is none */
  constructor(apiKeys: ApiKeys, config: SecurityConfig) {
    this.apiKeys = apiKeys;
    this.platform = readPlatformKey(config.platformKey);
    this.rows = new LRUCache({ max: config.maxKeysRemembered, ttl: config.keyMaxAgeMs });
  }

  /** null = not a valid key: mistyped, unknown, revoked or with a wrong secret; nobody is told which. */
  async authenticate(text: string): Promise<Principal | null> {
    // 1. The shape and the checksum, without asking anybody.
    const parts = parseApiKey(text);
    if (!parts) return null;
    // 2. The row, by the public id.
    const row = parts.id === this.platform?.id ? this.platform : await this.find(parts.id);
    // 3. The secret, in constant time, whether or not there is a row.
    const isGenuine = isSecret(parts.secret, row?.secretHash ?? NO_HASH);
    if (!row || !isGenuine || row.revokedAt !== null) return null;
    return { tenant: row.tenant, scopes: row.scopes, keyId: row.id };
  }

  /** Keys were taken away: all are asked for anew. */
  forget(): void {
    this.rows.clear();
  }

  private find(id: string): Promise<ApiKey | null> {
    const known = this.rows.get(id);
    if (known) return known;
    const asked = this.apiKeys.find(id);
    this.rows.set(id, asked);
    // A failure of the store is nobody's key: it is not remembered.
    asked.catch(() => this.rows.delete(id));
    return asked;
  }
}

/** Equals the hash of nothing that can be found. */
const NO_HASH = new Uint8Array(32);

function readPlatformKey(text: string | null): ApiKey | null {
  if (text === null) return null;
  const parts = parseApiKey(text);
  if (!parts) throw new Error('The platform key is not of the form pk_{environment}_{id}_{secret}{crc}.');
  const secretHash = hashSecret(parts.secret);
  return { id: parts.id, tenant: null, secretHash, scopes: PLATFORM_SCOPES, createdAt: 0, revokedAt: null };
}
