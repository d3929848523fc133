import type { Database } from '@parley/postgres';
import { PostgresRetention } from '@parley/postgres';
import { answersKeptMs } from '@parley/security';
import type { KeptFor, Logger } from '@parley/service-kit';

import type { Services } from '../services.ts';

export interface RetentionPorts {
  readonly services: Pick<Services, 'chat' | 'quarantine' | 'blobs' | 'idempotency'>;
  readonly database: Database;
  readonly keep: KeptFor;
  readonly logger: Logger;
  /** ms since the epoch. */
  readonly now: () => number;
}

const everyMs = 3_600_000;
/** One after the other, so that nobody waits; what is left over goes in the next hour. */
const endedAtOnce = 50;
const endedAnHour = 20_000;

/** Takes away what is past its time, once an hour in small steps. A round missed is made up by the next. */
export function keepRetention(ports: RetentionPorts): { stop(): Promise<void> } {
  let isOver = false;
  let round: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    round = round.then(() => retainAll(ports, () => isOver));
  }, everyMs).unref();
  return {
    stop: async () => {
      isOver = true;
      clearInterval(timer);
      await round;
    },
  };
}

/** One round: each kind by itself, so that one that fails does not keep the others. */
export async function retainAll(ports: RetentionPorts, isOver: () => boolean = () => false): Promise<void> {
  const { services, database, keep, logger } = ports;
  const now = ports.now();
  const retention = new PostgresRetention(database, keep.logMs);
  const { blobsMs } = keep;
  const steps: Readonly<Record<string, () => Promise<number>>> = {
    log: () => retention.sweep(now),
    ended: () => eraseEnded(ports, retention, now, isOver),
    entries: () => retention.retireEntries(now),
    quarantine: () => services.quarantine.expire(now - keep.quarantineMs),
    'quarantine-bytes': () => retention.trimQuarantine(keep.quarantineBytes),
    answers: () => services.idempotency.expire(now - answersKeptMs),
    ...(blobsMs !== null && { blobs: () => services.blobs.expire(now - blobsMs) }),
  };
  for (const [what, step] of Object.entries(steps)) {
    if (isOver()) return;
    try {
      const gone = await step();
      if (gone > 0) logger.info('retention.swept', { what, gone });
    } catch (error) {
      logger.warn('retention.not-swept', { what, error });
    }
  }
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
