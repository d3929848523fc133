import type { Chat } from '@parley/chat';
import type { FolderBlobs } from '@parley/local';
import type { Mongo } from '@parley/mongodb';
import type { KeptFor, Sweep } from '@parley/service-kit';

export interface SweepPorts {
  readonly mongo: Pick<Mongo, 'retention' | 'quarantine'>;
  readonly blobs: FolderBlobs;
  readonly chat: Chat;
  readonly keep: KeptFor;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** What is left over goes in the next hour. */
const endedAtOnce = 50;
const endedAnHour = 20_000;

/** What of chat is past its time, kind by kind. Every instance sweeps: done twice it is the same. */
export function sweepsOf(ports: SweepPorts): Readonly<Record<string, Sweep>> {
  const { mongo, blobs, keep, now } = ports;
  const { blobsMs } = keep;
  return {
    tombstones: () => mongo.retention.sweep(now()),
    ended: (isOver) => eraseEnded(ports, isOver),
    quarantine: () => mongo.quarantine.expire(now() - keep.quarantineMs),
    'quarantine-bytes': () => mongo.retention.trimQuarantine(keep.quarantineBytes),
    ...(blobsMs !== null && { blobs: () => blobs.expire(now() - blobsMs) }),
  };
}

/** As anybody's erasure: a tombstone in the journal, the messages, the key. What was said since is a new beginning. */
async function eraseEnded({ mongo, chat, keep, now }: SweepPorts, isOver: () => boolean): Promise<number> {
  if (keep.endedMs === null) return 0;
  for (let gone = 0; ;) {
    const ended = await mongo.retention.ended(now() - keep.endedMs, endedAtOnce);
    for (const ref of ended) {
      if (isOver()) return gone;
      await chat.service.eraseConversation({ ...ref, by: 'retention' });
      gone += 1;
    }
    if (ended.length < endedAtOnce || gone >= endedAnHour) return gone;
  }
}
