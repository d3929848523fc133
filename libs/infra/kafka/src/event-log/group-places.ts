import type { KafkaAdmin } from '../connection/admin.ts';
import { KafkaProblem } from '../connection/kafka-problem.ts';
import { readNote } from './commit-note.ts';
import type { Group } from './group-member.ts';
import type { PartitionPlace } from './partition-track.ts';

/** The group has committed nothing: it begins at the log's beginning. */
const NONE = -1;

/** A partition of the log, and what a group has said about it. */
export interface GroupPlace {
  readonly partition: number;
  /** The first offset that is still there, and the first that is not written. */
  readonly low: number;
  readonly end: number;
  /** As committed; negative = none, or one of Kafka's marks. */
  readonly committed: number;
  readonly note: string | null;
}

/** Where a group stands in each partition. */
export async function groupPlaces(admin: KafkaAdmin, { topic, groupId }: Group): Promise<readonly GroupPlace[]> {
  const [[commits], bounds] = await admin.ask((cluster) =>
    Promise.all([cluster.fetchOffsets({ groupId, topics: [topic] }), cluster.fetchTopicOffsets(topic)]),
  );
  return bounds.map(({ partition, low, high }) => {
    const commit = commits?.partitions.find((found) => found.partition === partition);
    const [committed, note] = [Number(commit?.offset ?? NONE), commit?.metadata ?? null];
    return { partition, low: Number(low), end: Number(high), committed, note };
  });
}

/** Who is in a group now, by member ids. */
export async function groupMembers(admin: KafkaAdmin, groupId: string): Promise<readonly string[]> {
  const { groups } = await admin.ask((cluster) => cluster.describeGroups([groupId]));
  return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId));
}

/** Where to go on. A `KafkaProblem` = records lie between there and the log that nobody has handled: never stepped over. */
export function placeOf(found: GroupPlace, group: Group): PartitionPlace | KafkaProblem {
  const { partition, low, end, committed, note } = found;
  if (committed === NONE) return { partition, next: low, end, note: { owner: null, attempts: new Map() } };
  if (committed >= low && committed <= end) return { partition, next: committed, end, note: readNote(note, committed) };
  return outOfRange(group, partition, committed < 0 ? null : committed, { low, end });
}

/** kafkajs overwrites a position that is out of range with one of Kafka's marks, and would go on there: `at` is null then. */
export function outOfRange(
  { topic, groupId }: Group,
  partition: number,
  at: number | null,
  log?: { readonly low: number; readonly end: number },
): KafkaProblem {
  const has = log === undefined ? '' : ` (it holds ${log.low} to ${log.end})`;
  const place = at === null ? 'a position that was lost' : `offset ${at}`;
  return new KafkaProblem(
    `${groupId} is to go on at ${place} of ${topic}, partition ${partition}, which the log does not hold${has}: records were deleted or truncated before they were handled. ` +
      `Nothing more of the partition is read. Find out what is missing, stop every consumer, then set the place with kafka-consumer-groups.sh --group ${groupId} --topic ${topic}:${partition} --reset-offsets --to-earliest --execute`,
  );
}
