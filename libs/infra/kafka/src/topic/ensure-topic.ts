import type { Admin } from 'kafkajs';
import { ConfigResourceTypes } from '../connection/kafkajs.ts';
import type { KafkaAdmin } from '../connection/admin.ts';
import { protocolError, sentence } from '../connection/errors.ts';
import type { KafkaOptions } from '../connection/kafka-options.ts';
import { KafkaProblem } from '../connection/kafka-problem.ts';
import { faultsOf, topicDemands, type FoundTopic } from './topic-demands.ts';

/**
 * Creates the topic if there is none, and checks it in any case. Throws a `KafkaProblem` that names every fault; with
 * `isDev` the faults that only make it less durable are answered instead, for /readyz; an empty list = durable.
 */
export async function ensureTopic(admin: KafkaAdmin, topic: string, options: KafkaOptions): Promise<readonly string[]> {
  if (!(await admin.ask((cluster) => cluster.listTopics())).includes(topic)) await create(admin, topic, options);
  const faults = faultsOf(await find(admin, topic), options);
  const fatal = faults.filter(({ isAlways }) => isAlways || !options.isDev);
  if (fatal.length === 0) return faults.map((fault) => fault.sentence);
  const less = options.isDev ? '' : ' Start with DURABILITY=dev if less durability is meant.';
  throw new KafkaProblem(
    `Kafka could lose or mix up acknowledged messages:\n${fatal.map((fault) => `- ${fault.sentence}`).join('\n')}\n${less}`.trimEnd(),
  );
}

async function create(admin: KafkaAdmin, topic: string, options: KafkaOptions): Promise<void> {
  const { partitions: numPartitions, replication, isDev } = options;
  try {
    await admin.ask(async (cluster) => {
      const { length: brokers } = (await cluster.describeCluster()).brokers;
      const replicationFactor = isDev ? Math.min(replication, brokers) : replication;
      // Two in-sync replicas of one could never be had.
      const configEntries = topicDemands
        .filter(({ setting }) => setting !== 'min.insync.replicas' || replicationFactor > 1)
        .map(({ setting, value }) => ({ name: setting, value }));
      await cluster.createTopics({ topics: [{ topic, numPartitions, replicationFactor, configEntries }] });
    });
  } catch (error) {
    // Another process was quicker; what it made is checked like any other.
    if (protocolError(error) === 'TOPIC_ALREADY_EXISTS') return;
    const why = `The topic ${topic} (${numPartitions} partitions, replication ${replication}) could not be created: ${reasonOf(error)}`;
    throw new KafkaProblem(why, { cause: error });
  }
}

/** kafkajs gathers the faults of single topics. */
function reasonOf(error: unknown): string {
  const { errors } = error as { readonly errors?: readonly unknown[] };
  return (errors ?? [error]).map(sentence).join('; ');
}

async function find(admin: KafkaAdmin, topic: string): Promise<FoundTopic> {
  const [partitions, settings] = await admin.ask(async (cluster) => [
    await partitionsOf(cluster, topic),
    await settingsOf(cluster, topic),
  ]);
  return {
    topic,
    partitions: partitions.length,
    replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
    settings,
  };
}

async function partitionsOf(cluster: Admin, topic: string) {
  const { topics } = await cluster.fetchTopicMetadata({ topics: [topic] });
  return topics.flatMap((found) => (found.name === topic ? found.partitions : []));
}

async function settingsOf(cluster: Admin, topic: string): Promise<ReadonlyMap<string, string>> {
  const configNames = topicDemands.map(({ setting }) => setting);
  const { resources } = await cluster.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames }],
  });
  return new Map(resources.flatMap(({ configEntries }) => configEntries.map((e) => [e.configName, e.configValue])));
}
