import type { Database } from '@parley/postgres';
import { PostgresRetention } from '@parley/postgres';
import { answersKeptMs } from '@parley/security';
import type { KeptFor, Sweep } from '@parley/service-kit';

import type { Services } from '../services.ts';

export interface RetentionPorts {
  readonly services: Pick<Services, 'chat' | 'quarantine' | 'blobs' | 'idempotency'>;
  readonly database: Database;
  readonly keep: KeptFor;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** One after the other, so that nobody waits; what is left over goes in the next hour. */
const endedAtOnce = 50;
const endedAnHour = 20_000;

/** What is past its time, kind by kind. */
export function sweepsOf(ports: RetentionPorts): Readonly<Record<string, Sweep>> {
  const { services, database, keep, now } = ports;
  const retention = new PostgresRetention(database, keep.logMs);
  const { blobsMs } = keep;
  return {
    log: () => retention.sweep(now()),
    ended: (isOver) => eraseEnded(ports, retention, now(), isOver),
    entries: () => retention.retireEntries(now()),
    quarantine: () => services.quarantine.expire(now() - keep.quarantineMs),
    'quarantine-bytes': () => retention.trimQuarantine(keep.quarantineBytes),
    answers: () => services.idempotency.expire(now() - answersKeptMs),
    ...(blobsMs !== null && { blobs: () => services.blobs.expire(now() - blobsMs) }),
  };
}

/** As anybody's erasure: a tombstone in the journal, the messages, the key. What was said since is a new beginning. */
async function eraseEnded(
  { services, keep }: RetentionPorts,
  retention: PostgresRetention,
  now: number,
  isOver: () => boolean,
): Promise<number> {
  if (keep.endedMs === null) return 0;
  for (let gone = 0; ;) {
    const ended = await retention.ended(now - keep.endedMs, endedAtOnce);
    for (const ref of ended) {
      if (isOver()) return gone;
      await services.chat.service.eraseConversation({ ...ref, by: 'retention' });
      gone += 1;
    }
    if (ended.length < endedAtOnce || gone >= endedAnHour) return gone;
  }
}
