import { Cache, type CacheKey, type CacheKind } from '@parley/ports';
import { LRUCache } from 'lru-cache';
import type { Advice } from '../connection/advice.ts';
import { Untold } from '../connection/untold.ts';
import type { Invalidations } from './invalidations.ts';

export interface CacheLimits {
  /** What this process remembers by itself, at most. */
  readonly mostEntries: number;
  /** How long without looking at Redis, ms: what is shown at the latest when an invalidation could not be told. */
  readonly firstLevelMs: number;
}

/** How often an answer came from where: hit ratios are made of these. */
export interface CacheCounts {
  /** From this process's memory. */
  readonly first: number;
  /** From Redis. */
  readonly second: number;
  readonly loaded: number;
}

interface Load {
  answer: Promise<unknown>;
  /** Invalidated meanwhile: who waits is answered, nobody else. */
  isStale: boolean;
}

/**
 * Two levels: decoded values in this process, and texts that all processes share, as keys `cache:{service}:{key}` with the
 * tenant inside the key. Without Redis the first level and the loaders go on.
 */
export class TwoLevelCache extends Cache {
  private readonly service: string;
  private readonly advice: Advice;
  private readonly invalidations: Invalidations;
  private readonly untold: Untold;
  private readonly first: LRUCache<string, { readonly value: unknown }>;
  private readonly firstLevelMs: number;
  private readonly loads = new Map<string, Load>();
  private readonly counted = { first: 0, second: 0, loaded: 0 };

  constructor(service: string, advice: Advice, invalidations: Invalidations, limits: Partial<CacheLimits> = {}) {
    super();
    const { mostEntries, firstLevelMs } = { mostEntries: 5_000, firstLevelMs: 30_000, ...limits };
    this.service = service;
    this.advice = advice;
    this.invalidations = invalidations;
    this.firstLevelMs = firstLevelMs;
    this.first = new LRUCache({ max: mostEntries });
    this.untold = new Untold(advice, (key) => this.tell(key));
    invalidations.listen(`cache:${service}:`, { onHint: (key) => this.drop(key), onGap: () => this.dropAll() });
  }

  override read<Value>(kind: CacheKind<Value>, key: CacheKey, load: () => Promise<Value>): Promise<Value> {
    const name = this.nameOf(kind, key);
    const known = this.first.get(name);
    if (known !== undefined) {
      this.counted.first += 1;
      // Whatever is remembered or loaded under a name is of that name's kind.
      return Promise.resolve(known.value as Value);
    }
    const running = this.loads.get(name) ?? this.begin(kind, name, load);
    return running.answer as Promise<Value>;
  }

  override async invalidate(kind: Pick<CacheKind<unknown>, 'name'>, key: CacheKey): Promise<void> {
    const name = this.nameOf(kind, key);
    this.drop(name);
    await this.untold.say(name);
  }

  counts(): CacheCounts {
    return { ...this.counted };
  }

  private begin<Value>(kind: CacheKind<Value>, name: string, load: () => Promise<Value>): Load {
    const running: Load = { answer: Promise.resolve(), isStale: false };
    running.answer = this.find(kind, name, load, running).finally(() => {
      if (this.loads.get(name) === running) this.loads.delete(name);
    });
    this.loads.set(name, running);
    return running;
  }

  private async find<Value>(kind: CacheKind<Value>, name: string, load: () => Promise<Value>, running: Load) {
    const [text, leftMs] = (await this.advice.ask((client) => client.readCached(name))) ?? [invalidated, 0];
    const shared = text === invalidated ? undefined : kind.read(text.slice(1));
    if (shared !== undefined) {
      this.counted.second += 1;
      this.remember(name, shared, leftMs, running);
      return shared;
    }
    this.counted.loaded += 1;
    const value = await load();
    this.remember(name, value, kind.ttlMs, running);
    if (!running.isStale) {
      const written = `${kept}${kind.write(value)}`;
      void this.advice.ask((client) => client.keepCached(name, written, kind.ttlMs, invalidated));
    }
    return value;
  }

  private remember(name: string, value: unknown, leftMs: number, { isStale }: Load): void {
    // lru-cache takes 0 for "no end".
    if (!isStale && leftMs > 0) this.first.set(name, { value }, { ttl: Math.min(leftMs, this.firstLevelMs) });
  }

  /** The mark stays for a while, so that nobody brings back what was read before the change. */
  private async tell(name: string): Promise<boolean> {
    const answer = await this.advice.ask((client) =>
      Promise.all([client.set(name, invalidated, 'PX', markMs), this.invalidations.send(client, name)]),
    );
    return answer !== undefined;
  }

  private drop(name: string): void {
    this.first.delete(name);
    const running = this.loads.get(name);
    if (running) running.isStale = true;
    this.loads.delete(name);
  }

  private dropAll(): void {
    this.first.clear();
    for (const name of [...this.loads.keys()]) this.drop(name);
  }

  private nameOf({ name }: Pick<CacheKind<unknown>, 'name'>, { tenant, key }: CacheKey): string {
    return `cache:${this.service}:${tenant}:${name}:${key}`;
  }
}

/** What a remembered text begins with, and what stands in place of one that was invalidated. */
const kept = '+';
const invalidated = '-';
/** Longer than any load takes. */
const markMs = 10_000;
