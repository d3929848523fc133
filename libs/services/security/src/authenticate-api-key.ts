import { parseApiKey, PLATFORM_SCOPES } from '@parley/access';
import type { ApiKey, Cache, CacheKind } from '@parley/ports';
import { LRUCache } from 'lru-cache';
import type { SecurityConfig } from './config.ts';
import { isValid } from './rotate-api-key.ts';
import { hashSecret, isSecret } from './secret-hash.ts';
import type { SecurityPorts } from './security-ports.ts';

/** Whose key it is: the tenant comes from the credential and from nowhere else. */
export interface Principal {
  /** null = the platform. */
  readonly tenant: string | null;
  readonly scopes: readonly string[];
  readonly keyId: string;
}

/** When a key was used last is written at most this often, ms. */
const touchEveryMs = 60_000;

type Ports = Pick<SecurityPorts, 'apiKeys' | 'cache' | 'now' | 'warn'>;

/** Says whose API keys are. Rows are remembered for a short while, unknown ids too; the secret is compared every time. */
export class ApiKeyAuthentication {
  private readonly ports: Ports;
  private readonly platform: ApiKey | null;
  private readonly rows: CacheKind<ApiKey | null>;
  private readonly touched: LRUCache<string, number>;

  /** @throws when the platform's key is none */
  constructor(ports: Ports, config: SecurityConfig) {
    this.ports = ports;
    this.platform = readPlatformKey(config.platformKey);
    this.rows = { ...rows, ttlMs: config.keyMaxAgeMs };
    this.touched = new LRUCache({ max: config.maxKeysRemembered });
  }

  /** null = not a valid key: mistyped, unknown, revoked, expired or with a wrong secret; nobody is told which. */
  async authenticate(text: string): Promise<Principal | null> {
    // 1. The shape and the checksum, without asking anybody.
    const parts = parseApiKey(text);
    if (!parts) return null;
    // 2. The row, by the public id.
    const row = parts.id === this.platform?.id ? this.platform : await this.find(parts.id);
    // 3. The secret, in constant time, whether or not there is a row.
    const isGenuine = isSecret(parts.secret, row?.secretHash ?? NO_HASH);
    const now = this.ports.now();
    if (!row || !isGenuine || !isValid(row, now)) return null;
    // 4. Remembered as used; nobody waits for it.
    if (row !== this.platform) this.touch(row, now);
    return { tenant: row.tenant, scopes: row.scopes, keyId: row.id };
  }

  private touch({ tenant, id, lastUsedAt }: ApiKey, now: number): void {
    const minute = now - (now % touchEveryMs);
    if ((this.touched.get(id) ?? lastUsedAt ?? 0) >= minute) return;
    this.touched.set(id, minute);
    this.ports.apiKeys.touch(tenant, id, minute).catch((error: unknown) => {
      this.ports.warn('api-key.use-not-noted', { error: String(error) });
    });
  }

  private find(id: string): Promise<ApiKey | null> {
    return this.ports.cache.read(this.rows, keyOf(id), () => this.ports.apiKeys.find(id));
  }
}

/** Never shared: who can write to Redis could issue keys. */
const rows = { name: 'api-key' };

/** Public ids are unique over all tenants. */
const keyOf = (id: string) => ({ tenant: '', key: id });

/** After a change of a key's row is stored: every process asks for it again. */
export function forgetApiKey(cache: Cache, id: string): Promise<void> {
  return cache.invalidate(rows, keyOf(id));
}

/** Equals the hash of nothing that can be found. */
const NO_HASH = new Uint8Array(32);

function readPlatformKey(text: string | null): ApiKey | null {
  if (text === null) return null;
  const parts = parseApiKey(text);
  if (!parts) throw new Error('The platform key is not of the form pk_{environment}_{id}_{secret}{crc}.');
  const ever = { createdAt: 0, revokedAt: null, expiresAt: null, lastUsedAt: null, replaces: null };
  return {
    ...ever,
    id: parts.id,
    tenant: null,
    name: 'platform',
    secretHash: hashSecret(parts.secret),
    scopes: PLATFORM_SCOPES,
  };
}
