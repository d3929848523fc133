import type { KafkaAdmin } from '../connection/admin.ts';
import type { Group } from './group-member.ts';
import { groupPlaces } from './group-places.ts';

const FIRST_AGE_MS = 1_000;

/**
 * Age of the oldest record that some group has not settled, ms; 0 = there is none. Records carry `receivedAt` as their time,
 * and Kafka answers the first offset from a time on: so the age is found by halving, for all partitions at once.
 */
export async function oldestUnprocessedMs(admin: KafkaAdmin, groups: readonly Group[], now: number): Promise<number> {
  const topic = groups[0]?.topic;
  if (topic === undefined) return 0;
  const behind = await lowestMarks(admin, groups);
  if (behind.size === 0) return 0;
  /** Whether nothing unsettled was received before: each partition's first offset from then on is at or before its mark. */
  const isAllSince = async (time: number): Promise<boolean> => {
    const offsets = await admin.ask((cluster) => cluster.fetchTopicOffsetsByTimestamp(topic, Math.max(0, time)));
    return offsets.every(
      ({ partition, offset }) => Number(offset) <= (behind.get(partition) ?? Number.POSITIVE_INFINITY),
    );
  };

  let [younger, older] = [0, FIRST_AGE_MS];
  if (await isAllSince(now)) return 0;
  while (older < now && !(await isAllSince(now - older))) [younger, older] = [older, older * 4];
  older = Math.min(older, now);
  while (older - younger > 1) {
    const middle = Math.floor((younger + older) / 2);
    if (await isAllSince(now - middle)) older = middle;
    else younger = middle;
  }
  return older;
}

/** The first unsettled offset of each partition where a group is behind, as committed. */
async function lowestMarks(admin: KafkaAdmin, groups: readonly Group[]): Promise<ReadonlyMap<number, number>> {
  const marks = new Map<number, number>();
  for (const group of groups) {
    for (const { partition, low, end, committed } of await groupPlaces(admin, group)) {
      const mark = Math.max(low, committed);
      if (mark < end) marks.set(partition, Math.min(mark, marks.get(partition) ?? mark));
    }
  }
  return marks;
}
