import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { redisOptionsOf, redisSettings, type RedisConnection } from '../config.ts';
import { openRedis, type OpenRedis, type OpenRedisOptions } from '../open-redis.ts';
import { z } from 'zod';

/** The connection that these settings ask for; patient, for a test machine may be busy. */
export function connectionOf(settings: Readonly<Record<string, string>>): RedisConnection {
  const read = redisOptionsOf(z.object(redisSettings).parse({ REDIS_TIMEOUT_MS: '2000', ...settings }));
  if (!read.ok) throw new Error(read.problems.join(' '));
  return read.config;
}

export interface RedisPair {
  readonly first: OpenRedis;
  readonly second: OpenRedis;
  /** What there is of such names, without their namespace. */
  names(pattern: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Two processes, as it were, on a shared server, under names of their own; `close` takes the names away. */
export async function openPair(address: string, rates: Pick<OpenRedisOptions, 'clock'> = {}): Promise<RedisPair> {
  const namespace = `test-${randomUUID()}:`;
  const [first, second] = await Promise.all([
    openUnder(address, namespace, rates),
    openUnder(address, namespace, rates),
  ]);
  return {
    first,
    second,
    names: async (pattern) =>
      asking(address, async (client) =>
        (await client.keys(`${namespace}${pattern}`)).map((name) => name.slice(namespace.length)),
      ),
    close: async () => {
      await Promise.all([first.close(), second.close()]);
      await asking(address, async (client) => {
        const names = await client.keys(`${namespace}*`);
        if (names.length > 0) await client.unlink(...names);
      });
    },
  };
}

/** One more process on those names. */
export function openUnder(
  address: string,
  namespace: string,
  rates: Pick<OpenRedisOptions, 'clock'> = {},
): Promise<OpenRedis> {
  const connection = { ...connectionOf({ REDIS_URL: address }), namespace };
  return openRedis({ connection, log: { warn: () => undefined }, ...rates });
}

async function asking<Answer>(address: string, ask: (client: Redis) => Promise<Answer>): Promise<Answer> {
  const client = new Redis(address);
  try {
    return await ask(client);
  } finally {
    await client.quit();
  }
}

export const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
