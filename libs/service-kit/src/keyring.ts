import type {
  ConversationKey,
  ConversationKeys,
  ConversationRef,
  NewConversationKey,
  Sealing,
  Tenants,
} from '@parley/ports';
import { LRUCache } from 'lru-cache';
import { Coalescer } from './coalescer.ts';
import { KeyUnreadable, type OpensTenantKeys, storedTenantKeys, TenantKeys } from './tenant-keys.ts';

/** The key that seals what is said in a conversation now. */
export interface CurrentKey extends ConversationRef {
  readonly generation: number;
  readonly key: Uint8Array;
}

export interface KeyringPorts {
  readonly keys: ConversationKeys;
  readonly openTenantKeys: OpensTenantKeys;
  readonly sealing: Sealing;
}

export interface KeyringLimits {
  /** Conversations whose keys are remembered. */
  readonly maxConversations?: number;
  /**
   * How long a key is remembered, ms. An erasure drops the keys of its own process at once; another process goes on
   * sealing with the destroyed generation for at most this long, and what it seals then ends `erased`.
   */
  readonly maxAgeMs?: number;
  /** How long a tenant's keys are remembered, ms; absent = for ever, which is right where only this process destroys them. */
  readonly tenantMaxAgeMs?: number;
}

/** The keyring of a process that has the rows of keys and the root key itself. */
export function storedKeyring(
  { keys, tenants, sealing }: { readonly keys: ConversationKeys; readonly tenants: Tenants; readonly sealing: Sealing },
  limits: KeyringLimits = {},
): Keyring {
  return new Keyring({ keys, openTenantKeys: storedTenantKeys(tenants, sealing), sealing }, limits);
}

/**
 * Keys of conversations, made before the append that needs them: a key row without a record is harmless, a record
 * without its key row cannot come to be (ADR 0007).
 *
 * Erasing goes in this order: (1) the tombstone is journalled, (2) read models are deleted, (3) `destroy`, last. Until
 * (3) the stimulus is readable, so that a redelivery after a crash does again whatever is missing.
 */
export class Keyring {
  private readonly keys: ConversationKeys;
  private readonly sealing: Sealing;
  private readonly tenantKeys: TenantKeys;
  private readonly current: LRUCache<string, CurrentKey>;
  private readonly opened: LRUCache<string, Uint8Array>;
  private readonly ensuring: Coalescer<NewConversationKey, ConversationKey>;
  private readonly getting: Coalescer<GenerationRef, ConversationKey | null>;
  /** Destructions so far: an answer asked for before one of them is not remembered. */
  private destructions = 0;

  constructor(ports: KeyringPorts, limits: KeyringLimits = {}) {
    const { maxConversations = 20_000, maxAgeMs = 60_000, tenantMaxAgeMs } = limits;
    this.keys = ports.keys;
    this.sealing = ports.sealing;
    this.tenantKeys = new TenantKeys(ports.openTenantKeys, { max: 1_000, maxAgeMs: tenantMaxAgeMs });
    this.current = new LRUCache({ max: maxConversations, ttl: maxAgeMs });
    this.opened = new LRUCache({ max: maxConversations, ttl: maxAgeMs });
    this.ensuring = new Coalescer((wanted) => this.ensureRows(wanted));
    this.getting = new Coalescer((refs) => this.getRows(refs));
  }

  /**
   * The current key of each conversation, in the order asked; one that has none, or whose newest is destroyed, gets the
   * next generation. What is not remembered costs one statement for all, together with other callers' questions.
   * @throws UnknownTenant, KeyUnreadable
   */
  ensure(refs: readonly ConversationRef[]): Promise<readonly CurrentKey[]> {
    return Promise.all(refs.map((ref) => this.current.get(nameOf(ref)) ?? this.make(ref)));
  }

  /**
   * The key of one generation; null = destroyed, what it sealed is unreadable for ever.
   * @throws KeyMissing when there never was such a key, KeyUnreadable when it does not open
   */
  async open(ref: ConversationRef, generation: number): Promise<Uint8Array | null> {
    const name = nameOf(ref);
    const current = this.current.get(name);
    if (current?.generation === generation) return current.key;
    const known = this.opened.get(`${name}#${generation}`);
    if (known) return known;
    const destructions = this.destructions;
    const { key: tenantKey } = await this.tenantKeys.of(ref.tenant);
    const row = await this.getting.ask({ tenant: ref.tenant, conversation: ref.conversation, generation });
    if (!row) throw new KeyMissing(ref, generation);
    const key = this.unwrap(tenantKey, row);
    if (key && destructions === this.destructions) this.opened.set(`${name}#${generation}`, key);
    return key;
  }

  /**
   * Destroys every generation up to this one, the generation that sealed the stimulus which asked for the erasure. Done
   * again (a redelivery) it changes nothing: what was said since is sealed with the next generation.
   */
  async destroy(ref: ConversationRef, generation: number, at: number): Promise<void> {
    try {
      await this.keys.destroy({ tenant: ref.tenant, conversation: ref.conversation }, generation, at);
    } finally {
      // Even when the answer was lost: the row may be gone, and asking again is cheap.
      this.destructions += 1;
      const name = nameOf(ref);
      this.current.delete(name);
      for (let older = generation; older > 0; older -= 1) this.opened.delete(`${name}#${older}`);
    }
  }

  /** Drops whatever is remembered of a tenant whose keys were just destroyed. */
  forgetTenant(tenant: string): void {
    this.destructions += 1;
    this.tenantKeys.forget(tenant);
    for (const cache of [this.current, this.opened]) {
      for (const name of cache.keys()) if (name.startsWith(`${tenant}\n`)) cache.delete(name);
    }
  }

  /** Seals a tenant's own secrets and quarantine. @throws UnknownTenant, KeyUnreadable */
  async tenantKey(tenant: string): Promise<Uint8Array> {
    return (this.tenantKeys.peek(tenant) ?? (await this.tenantKeys.of(tenant))).key;
  }

  /** Keys the hash that makes a tenant's conversation ids; never rotated. @throws UnknownTenant, KeyUnreadable */
  async idKey(tenant: string): Promise<Uint8Array> {
    return (this.tenantKeys.peek(tenant) ?? (await this.tenantKeys.of(tenant))).idKey;
  }

  private async make(ref: ConversationRef): Promise<CurrentKey> {
    const { tenant, conversation } = ref;
    const { key: tenantKey } = await this.tenantKeys.of(tenant);
    for (let generation = 1; ;) {
      const destructions = this.destructions;
      const wrapped = this.sealing.seal(tenantKey, this.sealing.newKey(), contextOf(ref, generation));
      const row = await this.ensuring.ask({ tenant, conversation, generation, wrapped });
      const key = this.unwrap(tenantKey, row);
      if (key) {
        const current = { tenant, conversation, generation: row.generation, key };
        if (destructions === this.destructions) this.current.set(nameOf(ref), current);
        return current;
      }
      // Erased: the next generation. Each turn of this loop is an erasure that came in between, so it ends.
      generation = row.generation + 1;
    }
  }

  private unwrap(tenantKey: Uint8Array, row: ConversationKey): Uint8Array | null {
    if (!row.wrapped) return null;
    const key = this.sealing.open(tenantKey, row.wrapped, contextOf(row, row.generation));
    if (!key) throw new KeyUnreadable(`the key of conversation ${row.conversation}, generation ${row.generation}`);
    return key;
  }

  private async ensureRows(wanted: readonly NewConversationKey[]): Promise<readonly ConversationKey[]> {
    const first = new Map(wanted.map((key) => [nameOf(key), key]));
    const rows = new Map((await this.keys.ensure([...first.values()])).map((row) => [nameOf(row), row]));
    return wanted.map((key) => {
      const row = rows.get(nameOf(key));
      if (!row) throw new KeyMissing(key, key.generation);
      return row;
    });
  }

  private async getRows(refs: readonly GenerationRef[]): Promise<readonly (ConversationKey | null)[]> {
    const rows = await this.keys.get(refs);
    const byName = new Map(rows.map((row) => [`${nameOf(row)}#${row.generation}`, row]));
    return refs.map((ref) => byName.get(`${nameOf(ref)}#${ref.generation}`) ?? null);
  }
}

/** A record names a key that no row holds: the store lost something. Never taken for "destroyed". */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
  constructor(ref: ConversationRef, generation: number) {
    super(
      `Conversation ${ref.conversation} has no key of generation ${generation}. Restore the keys' table from the newest backup.`,
    );
  }
}

interface GenerationRef extends ConversationRef {
  readonly generation: number;
}

const nameOf = ({ tenant, conversation }: ConversationRef): string => `${tenant}\n${conversation}`;
const contextOf = ({ tenant, conversation }: ConversationRef, generation: number): string =>
  `conversation-key:${tenant}\n${conversation}\n${generation}`;
