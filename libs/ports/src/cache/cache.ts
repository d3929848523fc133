/**
 * Answers that are remembered for a while, so that they need not be found again. Nothing depends on it: where nothing is
 * remembered, the loader is asked. Not for what people said, nor for secrets.
 */
export abstract class Cache {
  /** What this process remembers, without a promise; undefined = it has to be read. */
  abstract peek<Value>(kind: CacheKind<Value>, key: CacheKey): Value | undefined;
  /**
   * What is remembered, else what `load` answers, which is then remembered for the kind's time. Who asks meanwhile waits
   * for the same load. Rejects as `load` rejects, and remembers nothing of that.
   */
  abstract read<Value>(kind: CacheKind<Value>, key: CacheKey, load: () => Promise<Value>): Promise<Value>;
  /**
   * After the change is stored: no process remembers what was before it, neither from a load that began before. Where a
   * process cannot be told, it may show the old value for the time of its first level.
   */
  abstract invalidate(kind: ChangedKind, key: CacheKey): Promise<void>;
}

/** What is remembered, and for how long. No value is undefined. */
export interface CacheKind<Value> {
  /** Part of the key. A change of the written form is a new name. */
  readonly name: string;
  readonly ttlMs: number;
  /**
   * How processes show it to each other; absent = each remembers its own, and only that it changed is told. Never for
   * what decides whose a request is: who can write to the store could forge it.
   */
  readonly shared?: SharedForm<Value>;
}

/** What of a kind has to be known to invalidate. */
export interface ChangedKind {
  readonly name: string;
  /** Absent = it is not shared. */
  readonly shared?: object;
}

export interface SharedForm<Value> {
  readonly write: (value: Value) => string;
  /** undefined = not of this kind: as if it were not remembered. */
  readonly read: (text: string) => Value | undefined;
}

export interface CacheKey {
  /** '' = of a key that is unique over all tenants; not for what is shared. */
  readonly tenant: string;
  readonly key: string;
}
