import { EventLog, EventLogUnavailable, type LogConsumer, type LogConsumption, type NewLogRecord } from '@parley/ports';
import type { Kafka } from 'kafkajs';
import type { KafkaAdmin } from '../connection/admin.ts';
import { sentence } from '../connection/errors.ts';
import type { KafkaOptions } from '../connection/kafka-options.ts';
import type { Group } from './group-member.ts';
import { KafkaLogConsumption } from './kafka-log-consumption.ts';
import { LogAppender } from './log-appender.ts';
import type { LogProducer } from './log-producer.ts';
import { oldestUnprocessedMs } from './oldest-unprocessed.ts';
import type { PartitionFigures } from './partition-tracks.ts';

const OLDEST_KEPT_MS = 5_000;

export interface KafkaLogPorts {
  readonly client: Kafka;
  readonly admin: KafkaAdmin;
  readonly producer: LogProducer;
  readonly topic: string;
}

/** The log as a topic of Kafka (DURABILITY, rules 17 to 21). */
export class KafkaEventLog extends EventLog {
  private readonly appender: LogAppender;
  private readonly consumptions = new Map<string, KafkaLogConsumption>();
  private oldest: { readonly ms: Promise<number>; readonly askedAt: number } | null = null;

  constructor(
    private readonly ports: KafkaLogPorts,
    private readonly options: KafkaOptions,
  ) {
    super();
    this.appender = new LogAppender(ports.producer, options);
  }

  override append(records: readonly NewLogRecord[]): Promise<void> {
    return this.appender.append(records);
  }

  override async consume(consumer: LogConsumer): Promise<LogConsumption> {
    const { client, admin } = this.ports;
    const group = this.group(consumer.name);
    const consumption = new KafkaLogConsumption({ client, admin, group, options: this.options }, consumer);
    await consumption.start();
    this.consumptions.set(consumer.name, consumption);
    return {
      lag: () => consumption.lag(),
      drain: async () => {
        if (this.consumptions.get(consumer.name) === consumption) this.consumptions.delete(consumer.name);
        await consumption.drain();
      },
    };
  }

  override async oldestUnprocessedMs(now: number): Promise<number> {
    const { oldestKeptMs = OLDEST_KEPT_MS } = this.options;
    if (this.oldest === null || Math.abs(now - this.oldest.askedAt) >= oldestKeptMs) {
      const groups = this.options.readers.map((name) => this.group(name));
      this.oldest = { ms: oldestUnprocessedMs(this.ports.admin, groups, now), askedAt: now };
    }
    const asked = this.oldest;
    try {
      return await asked.ms;
    } catch (error) {
      if (this.oldest === asked) this.oldest = null;
      throw new EventLogUnavailable(sentence(error), 'unreachable', { cause: error });
    }
  }

  /** For metrics: the partitions that this process owns, by consumer name. */
  figures(): ReadonlyMap<string, readonly PartitionFigures[]> {
    return new Map([...this.consumptions].map(([name, consumption]) => [name, consumption.figures()]));
  }

  /** Waits for what is being written. Consumers that were not drained before leave as if they had died. */
  async close(): Promise<void> {
    await Promise.all([...this.consumptions.values()].map((consumption) => consumption.close()));
    await this.appender.close();
  }

  private group(name: string): Group {
    return { topic: this.ports.topic, groupId: `${this.ports.topic}.${name}` };
  }
}
