/**
 * Answers that are remembered for a while, so that they need not be found again. Nothing depends on it: where nothing is
 * remembered, the loader is asked. Not for what people said, nor for secrets.
 */
export abstract class Cache {
  /**
   * What is remembered, else what `load` answers, which is then remembered for the kind's time. Who asks meanwhile waits
   * for the same load. Rejects as `load` rejects, and remembers nothing of that.
   */
  abstract read<Value>(kind: CacheKind<Value>, key: CacheKey, load: () => Promise<Value>): Promise<Value>;
  /**
   * After the change is stored: no process remembers what was before it, neither from a load that began before. Where a
   * process cannot be told, it may show the old value for the time of its first level.
   */
  abstract invalidate(kind: Pick<CacheKind<unknown>, 'name'>, key: CacheKey): Promise<void>;
}

/** What is remembered, for how long, and how it is written. */
export interface CacheKind<Value> {
  /** Part of the key. A change of the written form is a new name. */
  readonly name: string;
  readonly ttlMs: number;
  readonly write: (value: Value) => string;
  /** undefined = not of this kind: as if it were not remembered. */
  readonly read: (text: string) => Value | undefined;
}

export interface CacheKey {
  readonly tenant: string;
  readonly key: string;
}
