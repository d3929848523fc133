import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { KafkaOptions, Warn } from '../connection/kafka-options.ts';
import { within } from '../connection/time-limit.ts';
import { HeartbeatWatch } from './heartbeat-watch.ts';
import type { PartitionTrack } from './partition-track.ts';

/** How long an empty fetch waits: it is also the time after which a resumed partition is read again. */
const FETCH_WAIT_MS = 200;
/** A member learns of a new generation by its next heartbeat. */
const HEARTBEAT_MS = 1_000;
const STOP_WITHIN_MS = 5_000;
const FETCHERS = 4;

export interface MemberHooks {
  /** A generation has begun; called before anything is read in it. Everything of the one before is over. */
  readonly joined: (memberId: string, partitions: readonly number[]) => unknown;
  /** Records of one partition, to be taken in at once, without waiting. */
  readonly batch: (payload: EachBatchPayload) => unknown;
  /** kafkajs has given up, or fallen silent: this member is over. */
  readonly crashed: (error: Error) => void;
}

export interface Group {
  readonly topic: string;
  readonly groupId: string;
}

/** One life of a kafkajs consumer: heartbeats and fetches go on whatever is being handled, for nothing is handled in it. */
export class GroupMember {
  private readonly consumer: Consumer;
  private readonly heartbeats: HeartbeatWatch;

  constructor(
    client: Kafka,
    private readonly group: Group,
    options: Pick<KafkaOptions, 'sessionMs'>,
    private readonly hooks: MemberHooks,
  ) {
    const silence = `no heartbeat was sent for ${options.sessionMs} ms`;
    this.heartbeats = new HeartbeatWatch(options.sessionMs, () => hooks.crashed(new Error(silence)));
    this.consumer = client.consumer({
      groupId: group.groupId,
      sessionTimeout: options.sessionMs,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: options.sessionMs * 2,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: 1_048_576,
      maxBytes: 8_000_000,
      allowAutoTopicCreation: false,
      retry: {
        ...{ initialRetryTime: 100, maxRetryTime: 1_000, multiplier: 2, factor: 0.3, retries: 4 },
        // A new member is made instead: one way to begin again, whatever has ended the one before.
        restartOnFailure: () => Promise.resolve(false),
      },
    });
  }

  async start(): Promise<void> {
    const { consumer, hooks, group, heartbeats } = this;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      heartbeats.begin();
      hooks.joined(payload.memberId, payload.memberAssignment[group.topic] ?? []);
    });
    consumer.on(consumer.events.HEARTBEAT, () => heartbeats.heard());
    consumer.on(consumer.events.REBALANCING, () => heartbeats.end());
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      heartbeats.end();
      hooks.crashed(payload.error);
    });
    await consumer.connect();
    await consumer.subscribe({ topic: group.topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: FETCHERS,
      eachBatch: (payload) => Promise.resolve(void hooks.batch(payload)),
    });
  }

  pause(partitions: readonly number[]): void {
    this.unlessOver(() => this.consumer.pause([{ topic: this.group.topic, partitions: [...partitions] }]));
  }

  resume(partitions: readonly number[]): void {
    this.unlessOver(() => this.consumer.resume([{ topic: this.group.topic, partitions: [...partitions] }]));
  }

  async commit(tracks: readonly PartitionTrack[]): Promise<void> {
    if (tracks.length === 0) return;
    const { topic } = this.group;
    await this.consumer.commitOffsets(tracks.map((track) => ({ topic, ...track.commit() })));
  }

  /** Leaves the group. */
  async stop(warn: Warn): Promise<void> {
    this.heartbeats.end();
    try {
      await within(this.consumer.disconnect(), STOP_WITHIN_MS, () => new Error('it took too long'));
    } catch (error) {
      warn('kafka.leave-failed', { groupId: this.group.groupId, error: String(error) });
    }
  }

  /** kafkajs throws when it has stopped, or has not begun: then nothing is read anyway. */
  private unlessOver(act: () => void): void {
    try {
      act();
    } catch {
      return;
    }
  }
}
