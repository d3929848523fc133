import type { Lease, LiveUpdates, Presence, RateLimiter } from '@parley/ports';
import type { Logger } from '@parley/service-kit';
import type { Redis } from 'ioredis';
import { Invalidations } from './cache/invalidations.ts';
import { TwoLevelCache, type CacheCounts, type CacheLimits } from './cache/two-level-cache.ts';
import type { RedisConnection } from './config.ts';
import { Advice } from './connection/advice.ts';
import { Hints } from './connection/hints.ts';
import { newClient } from './connection/new-client.ts';
import { Watch } from './connection/watch.ts';
import { RedisLease } from './lease/redis-lease.ts';
import { RedisLiveUpdates } from './live-updates/redis-live-updates.ts';
import { RedisPresence } from './presence/redis-presence.ts';
import { RedisRateLimiter, type RedisRateLimiterOptions } from './rate-limiter/redis-rate-limiter.ts';

export interface OpenRedisOptions extends Pick<RedisRateLimiterOptions, 'startsEmpty' | 'clock'> {
  readonly connection: RedisConnection;
  readonly log: Pick<Logger, 'warn'>;
}

/** Everything that Redis is used for. None of it throws, waits or matters when Redis is away. */
export interface OpenRedis {
  readonly lease: Lease;
  readonly rates: RateLimiter;
  readonly updates: LiveUpdates;
  readonly presence: Presence;
  /** One for each service: asked again, the same. */
  cache(service: string, limits?: Partial<CacheLimits>): TwoLevelCache;
  /** Where answers of this process's caches came from, by service. */
  cacheCounts(): ReadonlyMap<string, CacheCounts>;
  /** For readiness: never rejects, for nothing stops without Redis; a remark when it is away or slow. */
  check(): Promise<string | void>;
  close(): Promise<void>;
}

/** Answers once Redis does or has been found away, whichever is first; from then on it is tried for ever. */
export async function openRedis({ connection, log, ...rates }: OpenRedisOptions): Promise<OpenRedis> {
  const watch = new Watch(log);
  const [commands, subscriber] = [newClient(connection), newClient(connection)];
  watch.observe('commands', commands);
  watch.observe('hints', subscriber);
  const advice = new Advice(commands, watch, connection.timeoutMs);
  const hints = new Hints(subscriber, watch, connection.namespace);
  const invalidations = new Invalidations(hints, advice);
  const caches = new Map<string, TwoLevelCache>();
  const opened: OpenRedis = {
    lease: new RedisLease(advice),
    rates: new RedisRateLimiter(advice, { instances: connection.instances, ...rates }),
    updates: new RedisLiveUpdates(advice, hints, connection),
    presence: new RedisPresence(advice),
    cache: (service, limits) => {
      const cache = caches.get(service) ?? new TwoLevelCache(service, advice, invalidations, limits);
      caches.set(service, cache);
      return cache;
    },
    cacheCounts: () => new Map([...caches].map(([service, cache]) => [service, cache.counts()])),
    check: async () =>
      watch.remark() ?? ((await advice.ask((client) => client.ping())) ? undefined : 'slow or refusing'),
    close: async () => {
      watch.close();
      hints.close();
      await Promise.all([end(commands), end(subscriber)]);
    },
  };
  await Promise.all([commands.connect().catch(() => undefined), hints.connect()]);
  return opened;
}

/** What was asked before is answered first, within a limit. */
async function end(client: Redis): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => (timer = setTimeout(resolve, endMs)));
  if (client.status === 'ready') await Promise.race([client.quit().catch(() => undefined), limit]);
  clearTimeout(timer);
  client.disconnect();
}

const endMs = 500;
