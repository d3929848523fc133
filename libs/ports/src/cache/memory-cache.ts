import { Cache, type CacheKey, type CacheKind, type ChangedKind } from './cache.ts';

/** Remembered values by key, those of shared kinds as they are written. Shared by the caches of one process. */
export interface CacheStore {
  readonly kept: Map<string, { readonly value: unknown; readonly until: number }>;
  readonly loads: Map<string, { readonly answer: Promise<unknown> }>;
}

export const newCacheStore = (): CacheStore => ({ kept: new Map(), loads: new Map() });

export interface MemoryCacheOptions {
  /** ms, of any clock that never goes back. */
  readonly clock?: () => number;
  /** Past this many the one remembered longest goes. */
  readonly most?: number;
}

/** A cache in the memory of one process: the twin, and the right adapter where one process is all there is. */
export class MemoryCache extends Cache {
  private readonly store: CacheStore;
  private readonly clock: () => number;
  private readonly most: number;

  constructor(store = newCacheStore(), { clock = () => performance.now(), most = 10_000 }: MemoryCacheOptions = {}) {
    super();
    this.store = store;
    this.clock = clock;
    this.most = most;
  }

  override peek<Value>(kind: CacheKind<Value>, key: CacheKey): Value | undefined {
    return this.known(kind, nameOf(kind, key));
  }

  override async read<Value>(kind: CacheKind<Value>, key: CacheKey, load: () => Promise<Value>): Promise<Value> {
    const name = nameOf(kind, key);
    const known = this.known(kind, name);
    if (known !== undefined) return known;
    const running = this.store.loads.get(name) ?? this.begin(kind, name, load);
    // Whatever loads under a name is of that name's kind.
    return running.answer as Promise<Value>;
  }

  override invalidate(kind: ChangedKind, key: CacheKey): Promise<void> {
    const name = nameOf(kind, key);
    this.store.kept.delete(name);
    this.store.loads.delete(name);
    return Promise.resolve();
  }

  private known<Value>({ shared }: CacheKind<Value>, name: string): Value | undefined {
    const kept = this.store.kept.get(name);
    if (kept === undefined || kept.until <= this.clock()) return undefined;
    // Whatever is kept under a name is of that name's kind.
    return shared === undefined ? (kept.value as Value) : shared.read(String(kept.value));
  }

  private begin<Value>(kind: CacheKind<Value>, name: string, load: () => Promise<Value>): { answer: Promise<unknown> } {
    const { loads } = this.store;
    const running = { answer: Promise.resolve<unknown>(undefined) };
    const finish = async (): Promise<Value> => {
      try {
        const value = await load();
        // An invalidation meanwhile took the load away: others must not be shown what it found.
        if (loads.get(name) === running) this.keep(name, kind.shared?.write(value) ?? value, kind.ttlMs);
        return value;
      } finally {
        if (loads.get(name) === running) loads.delete(name);
      }
    };
    loads.set(name, running);
    running.answer = finish();
    return running;
  }

  private keep(name: string, value: unknown, ttlMs: number): void {
    const { kept } = this.store;
    kept.delete(name);
    kept.set(name, { value, until: this.clock() + ttlMs });
    const [oldest] = kept.keys();
    if (kept.size > this.most && oldest !== undefined) kept.delete(oldest);
  }
}

const nameOf = ({ name }: ChangedKind, { tenant, key }: CacheKey): string => `${tenant}\n${name}\n${key}`;
