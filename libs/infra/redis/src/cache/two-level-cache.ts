import { Cache, type CacheKey, type CacheKind, type ChangedKind, type SharedForm } from '@parley/ports';
import { LRUCache } from 'lru-cache';
import type { Advice } from '../connection/advice.ts';
import { invalidated, type Invalidations } from './invalidations.ts';

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

interface Wanted<Value> {
  readonly name: string;
  readonly ttlMs: number;
  readonly load: () => Promise<Value>;
}

/**
 * Two levels: decoded values in this process, and texts that all processes share, as keys `cache:{service}:{key}` with the
 * tenant inside the key. Of kinds that are not shared nothing lies in Redis; that they changed is told all the same. Without
 * Redis the first level and the loaders go on.
 */
export class TwoLevelCache extends Cache {
  private readonly service: string;
  private readonly advice: Advice;
  private readonly invalidations: Invalidations;
  private readonly first: LRUCache<string, { readonly value: unknown }>;
  private readonly firstLevelMs: number;
  private readonly loads = new Map<string, Load>();
  private readonly counted = { first: 0, second: 0, loaded: 0 };

  constructor(service: string, advice: Advice, invalidations: Invalidations, limits: Partial<CacheLimits> = {}) {
    super();
    const { mostEntries, firstLevelMs } = { mostEntries: 10_000, firstLevelMs: 30_000, ...limits };
    this.service = service;
    this.advice = advice;
    this.firstLevelMs = firstLevelMs;
    this.first = new LRUCache({ max: mostEntries });
    this.invalidations = invalidations;
    invalidations.listen(`cache:${service}:`, { onHint: (key) => this.drop(key), onGap: () => this.dropAll() });
  }

  override peek<Value>(kind: CacheKind<Value>, key: CacheKey): Value | undefined {
    return this.known(this.nameOf(kind, key));
  }

  override read<Value>(kind: CacheKind<Value>, key: CacheKey, load: () => Promise<Value>): Promise<Value> {
    const name = this.nameOf(kind, key);
    const known = this.known<Value>(name);
    if (known !== undefined) return Promise.resolve(known);
    const running = this.loads.get(name) ?? this.begin(kind, name, load);
    return running.answer as Promise<Value>;
  }

  override async invalidate(kind: ChangedKind, key: CacheKey): Promise<void> {
    const name = this.nameOf(kind, key);
    this.drop(name);
    await this.invalidations.say(name, kind.shared ? 'shared' : 'own');
  }

  counts(): CacheCounts {
    return { ...this.counted };
  }

  private known<Value>(name: string): Value | undefined {
    const known = this.first.get(name);
    if (known !== undefined) this.counted.first += 1;
    // Whatever is remembered or loaded under a name is of that name's kind.
    return known?.value as Value | undefined;
  }

  private begin<Value>({ ttlMs, shared }: CacheKind<Value>, name: string, load: () => Promise<Value>): Load {
    const running: Load = { answer: Promise.resolve(), isStale: false };
    const wanted = { name, ttlMs, load };
    const found = shared ? this.findShared(wanted, shared, running) : this.load(wanted, running);
    running.answer = found.finally(() => {
      if (this.loads.get(name) === running) this.loads.delete(name);
    });
    this.loads.set(name, running);
    return running;
  }

  /** From Redis, else loaded and put there. */
  private async findShared<Value>(wanted: Wanted<Value>, form: SharedForm<Value>, running: Load): Promise<Value> {
    const { name, ttlMs } = wanted;
    const [text, leftMs] = (await this.advice.ask((client) => client.readCached(name))) ?? [invalidated, 0];
    const found = text === invalidated ? undefined : form.read(text.slice(1));
    if (found !== undefined) {
      this.counted.second += 1;
      this.remember(name, found, leftMs, running);
      return found;
    }
    const value = await this.load(wanted, running);
    if (!running.isStale) {
      const written = `${kept}${form.write(value)}`;
      void this.advice.ask((client) => client.keepCached(name, written, ttlMs, invalidated));
    }
    return value;
  }

  private async load<Value>({ name, ttlMs, load }: Wanted<Value>, running: Load): Promise<Value> {
    this.counted.loaded += 1;
    const value = await load();
    this.remember(name, value, ttlMs, running);
    return value;
  }

  private remember(name: string, value: unknown, leftMs: number, { isStale }: Load): void {
    // lru-cache takes 0 for "no end".
    if (!isStale && leftMs > 0) this.first.set(name, { value }, { ttl: Math.min(leftMs, this.firstLevelMs) });
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

  private nameOf({ name }: ChangedKind, { tenant, key }: CacheKey): string {
    return `cache:${this.service}:${tenant}:${name}:${key}`;
  }
}

/** What a remembered text begins with. */
const kept = '+';
