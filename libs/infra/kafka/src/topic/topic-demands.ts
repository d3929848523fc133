import type { KafkaOptions } from '../connection/kafka-options.ts';

const DAY_MS = 86_400_000;
export const RETENTION_MS = 14 * DAY_MS;
/**
 * Records carry the writer's clock. One that is further behind the broker's would let retention take them too early: such
 * records are refused. (Further than an hour ahead are refused by Kafka's default.)
 */
const CLOCK_BEHIND_MS = DAY_MS;
/** What we write for one partition at once stays below this: Kafka's own default. */
export const MAX_MESSAGE_BYTES = 1_048_588;

/** A setting of the topic that DURABILITY demands. */
export interface TopicDemand {
  readonly setting: string;
  /** As the topic is created, and as the fix says. */
  readonly value: string;
  readonly wanted: string;
  /** The log is wrong without it, not only less durable: refused even with DURABILITY=dev. */
  readonly isAlways?: boolean;
  readonly isMet: (found: string) => boolean;
}

const atLeast =
  (least: number) =>
  (found: string): boolean =>
    Number(found) === -1 || Number(found) >= least;

export const topicDemands: readonly TopicDemand[] = [
  {
    setting: 'cleanup.policy',
    value: 'delete',
    wanted: 'delete',
    isAlways: true,
    isMet: (found) => found === 'delete',
  },
  {
    setting: 'max.message.bytes',
    value: String(MAX_MESSAGE_BYTES),
    wanted: `${MAX_MESSAGE_BYTES} or more`,
    isAlways: true,
    isMet: (found) => Number(found) >= MAX_MESSAGE_BYTES,
  },
  {
    setting: 'retention.ms',
    value: String(RETENTION_MS),
    wanted: `${RETENTION_MS} (14 days) or more`,
    isMet: atLeast(RETENTION_MS),
  },
  { setting: 'retention.bytes', value: '-1', wanted: '-1 (no limit)', isMet: (found) => Number(found) === -1 },
  { setting: 'min.insync.replicas', value: '2', wanted: '2 or more', isMet: (found) => Number(found) >= 2 },
  {
    setting: 'unclean.leader.election.enable',
    value: 'false',
    wanted: 'false',
    isMet: (found) => found === 'false',
  },
  {
    setting: 'message.timestamp.before.max.ms',
    value: String(CLOCK_BEHIND_MS),
    wanted: `${CLOCK_BEHIND_MS} (a day) or less`,
    isMet: (found) => Number(found) <= CLOCK_BEHIND_MS,
  },
];

/** What the topic has, as the cluster says. */
export interface FoundTopic {
  readonly topic: string;
  readonly partitions: number;
  /** Of the partition that has fewest. */
  readonly replicas: number;
  readonly settings: ReadonlyMap<string, string>;
}

export interface TopicFault {
  readonly isAlways: boolean;
  /** Names topic, setting, found, wanted, and the command that mends it. */
  readonly sentence: string;
}

/** What is amiss; none = as demanded. */
export function faultsOf(found: FoundTopic, options: KafkaOptions): readonly TopicFault[] {
  const server = `--bootstrap-server ${options.brokers[0] ?? ''}`;
  const faults: TopicFault[] = [];
  const add = (isAlways: boolean, setting: string, has: string, wanted: string, fix: string): void =>
    void faults.push({ isAlways, sentence: `${found.topic}: ${setting} is ${has}, wanted ${wanted}. ${fix}` });

  if (found.partitions !== options.partitions) {
    const fix = `Set KAFKA_PARTITIONS=${found.partitions}: the count of a topic with records never changes.`;
    add(true, 'the partition count', String(found.partitions), String(options.partitions), fix);
  }
  if (found.replicas < 3) {
    const fix = `Mend it with kafka-reassign-partitions.sh ${server} --reassignment-json-file FILE --execute`;
    add(false, 'replication', String(found.replicas), '3 or more', fix);
  }
  for (const { setting, value, wanted, isAlways = false, isMet } of topicDemands) {
    const has = found.settings.get(setting);
    if (has !== undefined && isMet(has)) continue;
    const alter = `--alter --entity-type topics --entity-name ${found.topic} --add-config ${setting}=${value}`;
    add(
      isAlways,
      setting,
      has ?? 'not known to this cluster',
      wanted,
      `Mend it with kafka-configs.sh ${server} ${alter}`,
    );
  }
  return faults;
}
