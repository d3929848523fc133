import type { ConversationRef } from '../journal/journal.ts';
import { CONTEXT_TTL_MS, ContextCache, type KeptContext } from './context-cache.ts';

/** By conversation, in the order of keeping. */
export type ContextStore = Map<string, { readonly context: KeptContext; readonly until: number }>;

export interface MemoryContextOptions {
  /** ms, of any clock that never goes back. */
  readonly clock?: () => number;
  /** Past this many the one kept longest ago goes. */
  readonly most?: number;
}

/** Contexts in the memory of one process, within a bound: the twin. */
export class MemoryContextCache extends ContextCache {
  private readonly store: ContextStore;
  private readonly clock: () => number;
  private readonly most: number;

  constructor(
    store: ContextStore = new Map(),
    { clock = () => performance.now(), most = 1_000 }: MemoryContextOptions = {},
  ) {
    super();
    this.store = store;
    this.clock = clock;
    this.most = most;
  }

  override read(conversation: ConversationRef, tag: Uint8Array): Promise<Uint8Array | null> {
    const kept = this.store.get(nameOf(conversation));
    const counts = kept !== undefined && kept.until > this.clock() && isSame(kept.context.tag, tag);
    return Promise.resolve(counts ? kept.context.sealed : null);
  }

  override keep(conversation: ConversationRef, context: KeptContext): Promise<void> {
    const name = nameOf(conversation);
    const kept = this.store.get(name);
    if (kept && kept.context.seq > context.seq) return Promise.resolve();
    this.store.delete(name);
    this.store.set(name, { context, until: this.clock() + CONTEXT_TTL_MS });
    const [oldest] = this.store.keys();
    if (this.store.size > this.most && oldest !== undefined) this.store.delete(oldest);
    return Promise.resolve();
  }

  override forget(conversation: ConversationRef): Promise<void> {
    this.store.delete(nameOf(conversation));
    return Promise.resolve();
  }
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

const nameOf = ({ tenant, conversation }: ConversationRef): string => JSON.stringify([tenant, conversation]);
