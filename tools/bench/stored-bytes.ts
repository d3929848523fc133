import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { DistributedStage } from './distributed-stage.ts';
import type { StoredConversations } from './stored-conversations.ts';

type Figures = Readonly<Record<string, number>>;

/** Bytes that the stores hold now, by table, collection and topic: `postgresJournal`, `kafkaMessageInboundV1`, … */
export async function storedBytes(
  { engines, storesName }: DistributedStage,
  { database, documents }: StoredConversations,
): Promise<Figures> {
  return {
    ...named('postgres', await database.tableBytes()),
    ...named(documents.isFerretdb ? 'ferretdb' : 'mongodb', await documents.collectionBytes()),
    ...named('kafka', logBytes(join(engines.folder, 'kafka/data'), `${storesName}.`)),
    redis: await keyBytes(engines.addresses.redis),
  };
}

/** What grew, in MB for a million messages: as many as bytes for one. Redis is told even where it shrank: its keys go by themselves. */
export function mbPerMillion(before: Figures, after: Figures, messages: number): Figures {
  const grown = Object.entries(after)
    .map(([store, bytes]) => [store, Math.round((bytes - (before[store] ?? 0)) / messages)] as const)
    .filter(([store, bytes]) => bytes > 0 || store === 'redis');
  const all = grown.reduce((sum, [, bytes]) => sum + bytes, 0);
  return Object.fromEntries([...grown, ['all', all] as const].map(([store, mb]) => [`${store}MbPerMillion`, mb]));
}

/** Segments of all partitions of each topic, without their indexes, which are laid out in advance. */
function logBytes(folder: string, prefix: string): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (const partition of readdirSync(folder, { withFileTypes: true })) {
    const [, topic] = /^(.+)-\d+$/.exec(partition.name) ?? [];
    if (!partition.isDirectory() || topic === undefined) continue;
    const own = topic.startsWith(prefix) ? topic.slice(prefix.length) : topic;
    const path = join(folder, partition.name);
    for (const file of readdirSync(path).filter((name) => name.endsWith('.log'))) {
      bytes.set(own, (bytes.get(own) ?? 0) + statSync(join(path, file)).size);
    }
  }
  return bytes;
}

/** What Redis itself says that each key takes. */
async function keyBytes(url: string): Promise<number> {
  const redis = new Redis(url);
  try {
    let bytes = 0;
    for await (const keys of redis.scanStream({ count: 1_000 }) as AsyncIterable<readonly string[]>) {
      const sizes = await Promise.all(keys.map((key) => redis.memory('USAGE', key)));
      bytes += sizes.reduce((sum: number, size) => sum + (size ?? 0), 0);
    }
    return bytes;
  } finally {
    redis.disconnect();
  }
}

function named(engine: string, bytes: ReadonlyMap<string, number>): Figures {
  return Object.fromEntries([...bytes].map(([name, size]) => [`${engine}${camel(name)}`, size]));
}

function camel(name: string): string {
  const words = name.split(/[^a-z0-9]+/i).filter((word) => word !== '');
  return words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
}
