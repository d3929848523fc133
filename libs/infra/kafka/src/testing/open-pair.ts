import type { EventLog } from '@parley/ports';
import { Administrator, KafkaProcess, testOptions } from './kafka-process.ts';

/** Two processes over one topic of their own. */
export async function openPair(brokers: string, partitions: number) {
  const { topicPrefix } = testOptions(brokers);
  const administrator = new Administrator(brokers);
  await createOldTopic(administrator, `${topicPrefix}message.inbound.v1`, partitions);
  const processes = new Map<EventLog, KafkaProcess>();
  const start = async (): Promise<EventLog> => {
    const started = await new KafkaProcess(brokers, { topicPrefix, partitions, readers: ['age'] }).open();
    processes.set(started.log, started);
    return started.log;
  };
  return {
    first: await start(),
    second: await start(),
    kill: async (log: EventLog): Promise<EventLog> => {
      const dead = processes.get(log);
      if (dead === undefined) throw new Error('it is none of these processes');
      dead.kill();
      await administrator.forget(dead);
      return start();
    },
    close: async (): Promise<void> => {
      await Promise.all([...processes.values()].map((process) => process.close()));
      await administrator.tidy(topicPrefix);
      await administrator.close();
    },
  };
}

/** A topic that takes records of 1970, as the suite's are, and keeps them. */
async function createOldTopic({ admin }: Administrator, topic: string, numPartitions: number): Promise<void> {
  const configEntries = [
    { name: 'retention.ms', value: '-1' },
    { name: 'message.timestamp.before.max.ms', value: '9223372036854775807' },
  ];
  await admin.ask((cluster) =>
    cluster.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 1, configEntries }] }),
  );
}
