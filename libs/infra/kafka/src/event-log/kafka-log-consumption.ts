import { failpoint } from '@parley/service-kit';
import { LogDispatcher, LogWindows, type LogConsumer, type LogConsumption, type LogRecord } from '@parley/ports';
import type { EachBatchPayload, Kafka } from 'kafkajs';
import type { KafkaAdmin } from '../connection/admin.ts';
import { sentence } from '../connection/errors.ts';
import type { KafkaOptions } from '../connection/kafka-options.ts';
import { KafkaProblem } from '../connection/kafka-problem.ts';
import { Committer } from './committer.ts';
import { GroupMember, type Group } from './group-member.ts';
import { groupMembers, groupPlaces, outOfRange, placeOf, type GroupPlace } from './group-places.ts';
import { PartitionTrack } from './partition-track.ts';
import { fromMessage } from './record-message.ts';

const SAVE_EVERY_MS = 250;
const LOOK_EVERY_MS = 5_000;
const RETRY_MS = 500;

/** For metrics: where a partition stands that this process owns. */
export interface PartitionFigures {
  readonly partition: number;
  /** Records appended and not settled. */
  readonly lag: number;
  /** When the oldest of them that is in memory was received, ms since the epoch; null = none is. */
  readonly oldestReceivedAt: number | null;
  /** Its window is full: it is read on when there is room. */
  readonly isPaused: boolean;
  /** Nothing more of it is read: a person must look. */
  readonly isStopped: boolean;
}

export interface ConsumptionPorts {
  readonly client: Kafka;
  readonly admin: KafkaAdmin;
  readonly group: Group;
  readonly options: Pick<KafkaOptions, 'sessionMs' | 'warn'>;
}

/**
 * A member of a consumer group with a watermark of its own for each partition. What it reads goes into windows, one a
 * partition; one dispatcher hands records out of all of them. A window lives as long as a generation of the group.
 */
export class KafkaLogConsumption implements LogConsumption {
  private member: GroupMember;
  private tracks: ReadonlyMap<number, PartitionTrack> = new Map();
  /** Partitions of ours of which nothing can be read. */
  private stopped: readonly PartitionFigures[] = [];
  private readonly windows = new LogWindows<PartitionTrack>();
  private readonly dispatcher: LogDispatcher;
  private readonly committer: Committer;
  private generation = 0;
  private isClosed = false;
  private opened: () => void = () => undefined;
  private readonly timers: NodeJS.Timeout[];

  constructor(
    private readonly ports: ConsumptionPorts,
    private readonly consumer: LogConsumer,
  ) {
    this.member = this.newMember();
    this.committer = new Committer((tracks) => this.member.commit(tracks));
    const onPause = (error: unknown, retryInMs: number): void => this.paused(error, retryInMs);
    this.dispatcher = new LogDispatcher(
      this.windows,
      { ...consumer, onPause },
      {
        begin: (batch) => this.begin(batch),
        settled: (batch) => this.settled(batch),
      },
    );
    this.timers = [setInterval(() => this.save(), SAVE_EVERY_MS), setInterval(() => void this.look(), LOOK_EVERY_MS)];
    for (const timer of this.timers) timer.unref();
  }

  /** Resolves when the first generation's partitions are known and are being read. Rejects when no broker answers. */
  async start(): Promise<void> {
    const opened = new Promise<void>((resolve) => (this.opened = resolve));
    try {
      await this.member.start();
    } catch (error) {
      await this.close();
      throw new KafkaProblem(`Kafka cannot be reached: ${sentence(error)}`, { cause: error });
    }
    await opened;
  }

  lag(): number {
    return [...this.tracks.values()].reduce((sum, track) => sum + track.lag, 0);
  }

  figures(): readonly PartitionFigures[] {
    const read = [...this.tracks.values()].map((track) => ({
      partition: track.partition,
      lag: track.lag,
      oldestReceivedAt: track.window.oldestReceivedAt ?? null,
      isPaused: track.isPaused,
      isStopped: track.fault !== null,
    }));
    return [...read, ...this.stopped];
  }

  async drain(): Promise<void> {
    this.isClosed = true;
    this.pause([...this.tracks.keys()]);
    await this.dispatcher.drain();
    const tracks = [...this.tracks.values()];
    for (const track of tracks) track.drained();
    // What could not be saved is offered again, and the journal knows it.
    await this.committer.commit(tracks).catch((error: unknown) => this.warn('kafka.commit-failed', error));
    await this.close();
  }

  /** Leaves the group at once and commits nothing: what was not drained counts as begun by a process that died. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const timer of this.timers) clearInterval(timer);
    this.retire();
    await this.member.stop(this.ports.options.warn);
    this.opened();
  }

  private newMember(): GroupMember {
    const { client, group, options } = this.ports;
    return new GroupMember(client, group, options, {
      joined: (memberId, partitions) => this.joined(memberId, partitions),
      batch: (payload) => this.takeIn(payload),
      crashed: (error) => void this.restart(error),
    });
  }

  private async restart(error: Error): Promise<void> {
    this.retire();
    if (this.isClosed) return;
    this.warn('kafka.member-crashed', error);
    await this.member.stop(() => undefined);
    await jittered(RETRY_MS);
    if (this.isClosed) return;
    this.member = this.newMember();
    await this.member.start().catch((again: Error) => this.restart(again));
  }

  /** Nothing of the generations so far counts any more. */
  private retire(): number {
    for (const track of this.tracks.values()) track.isCurrent = false;
    this.tracks = new Map();
    this.stopped = [];
    this.windows.clear();
    this.generation += 1;
    return this.generation;
  }

  /** Nothing is read until it is known where: kafkajs would silently begin elsewhere if the place is out of range. */
  private joined(memberId: string, partitions: readonly number[]): void {
    const generation = this.retire();
    this.pause(partitions);
    void this.open(generation, memberId, partitions);
  }

  private async open(generation: number, memberId: string, partitions: readonly number[]): Promise<void> {
    const isOver = (): boolean => this.isClosed || generation !== this.generation;
    while (!isOver()) {
      try {
        const tracks = await this.tracksOf(memberId, partitions);
        // From now on the end of this process counts as a death, until it drains.
        if (!isOver()) await this.committer.commit([...tracks.values()]);
        if (!isOver()) this.read(tracks);
        return;
      } catch (error) {
        if (!isOver()) this.warn('kafka.open-failed', error);
        await jittered(RETRY_MS);
      }
    }
  }

  private async tracksOf(memberId: string, partitions: readonly number[]): Promise<Map<number, PartitionTrack>> {
    const { admin, group } = this.ports;
    const [places, members] = await Promise.all([groupPlaces(admin, group), groupMembers(admin, group.groupId)]);
    const owner = { memberId, members, partitions: partitions.length };
    const tracks = new Map<number, PartitionTrack>();
    this.stopped = [];
    for (const found of places.filter(({ partition }) => partitions.includes(partition))) {
      const place = placeOf(found, group);
      if (place instanceof KafkaProblem) this.leaveOut(found, place);
      else tracks.set(found.partition, new PartitionTrack(place, owner));
    }
    return tracks;
  }

  private leaveOut({ partition, low, end }: GroupPlace, fault: KafkaProblem): void {
    const figures = { partition, lag: end - low, oldestReceivedAt: null, isPaused: false, isStopped: true };
    this.stopped = [...this.stopped, figures];
    this.alarm(fault, partition);
  }

  private read(tracks: ReadonlyMap<number, PartitionTrack>): void {
    this.tracks = tracks;
    for (const track of tracks.values()) this.windows.add(track);
    this.member.resume([...tracks.keys()]);
    this.opened();
  }

  /** Takes records in as long as there is room; the rest is read again when there is. */
  private takeIn({ batch, resolveOffset }: EachBatchPayload): void {
    const track = this.tracks.get(batch.partition);
    if (track === undefined || track.fault !== null) return;
    track.end = Math.max(track.end, Number(batch.highWatermark));
    for (const message of batch.messages) {
      if (!track.window.hasRoom()) {
        track.isPaused = true;
        this.pause([track.partition]);
        break;
      }
      const offset = Number(message.offset);
      if (offset !== track.next) return this.stop(track, outOfRange(this.ports.group, track.partition, track.next));
      try {
        track.window.admit(fromMessage(message, track.count.attemptOf(offset)));
      } catch (error) {
        return this.stop(track, unreadable(this.ports.group, track.partition, error));
      }
      resolveOffset(message.offset);
    }
    this.dispatcher.wake();
  }

  /** Reads nothing more of a partition. What kafkajs may have committed in its trouble is put right. */
  private stop(track: PartitionTrack, fault: KafkaProblem): void {
    if (track.fault !== null) return;
    track.fault = fault;
    this.pause([track.partition]);
    this.alarm(fault, track.partition);
    void this.committer.commit([track]).catch(() => (track.isDirty = true));
    this.dispatcher.wake();
  }

  private alarm(fault: KafkaProblem, partition: number): void {
    this.ports.options.warn('kafka.partition-stopped', { partition, error: fault.message });
    this.consumer.onPause?.(fault, Number.POSITIVE_INFINITY);
  }

  /** Suspects are counted, durably, before they are handed over; records of a generation that is over are not any more. */
  private async begin(batch: readonly LogRecord[]): Promise<readonly LogRecord[]> {
    const suspected = [...this.windows.byWindow(batch)].flatMap(([track, records]) => {
      return track.isCurrent && records.some((record) => track.count.isSuspect(record)) ? [track] : [];
    });
    if (suspected.length > 0) {
      await this.committer.commit(suspected).catch((error: unknown) => {
        if (suspected.some((track) => track.isCurrent)) throw error;
      });
    }
    return batch.filter((record) => this.windows.homeOf(record).isCurrent);
  }

  /** What was rejected was not begun: it is said at once, for whoever dies next did not die of it. */
  private paused(error: unknown, retryInMs: number): void {
    this.save();
    this.consumer.onPause?.(error, retryInMs);
  }

  private save(): void {
    this.committer.save([...this.tracks.values()]);
  }

  private async settled(batch: readonly LogRecord[]): Promise<void> {
    failpoint('log.after-settle');
    const tracks = [...this.windows.byWindow(batch).keys()];
    for (const track of tracks) this.makeRoom(track);
    // A suspect that was handled alone and survived is put behind us at once, so that the next start does not count it.
    if (batch.length === 1 && (batch[0]?.attempt ?? 1) > 1) await this.committer.commit(tracks).catch(() => undefined);
  }

  /** Reads on when half is free: what a fetch brings and finds no room has to be fetched again. */
  private makeRoom(track: PartitionTrack): void {
    if (!track.isPaused || !track.isCurrent || track.fault !== null || this.isClosed) return;
    if (!track.window.hasRoom(0.5)) return;
    track.isPaused = false;
    this.member.resume([track.partition]);
  }

  /** How far the log has come, for the lag of partitions that are paused; and whether it still holds what is read next. */
  private async look(): Promise<void> {
    const tracks = this.tracks;
    try {
      const places = await groupPlaces(this.ports.admin, this.ports.group);
      for (const { partition, low, end } of places) {
        const track = tracks.get(partition);
        if (track === undefined || !track.isCurrent) continue;
        track.end = Math.max(track.end, end);
        if (low > track.next) this.stop(track, outOfRange(this.ports.group, partition, track.next, { low, end }));
      }
    } catch (error) {
      this.warn('kafka.look-failed', error);
    }
  }

  private pause(partitions: readonly number[]): void {
    if (partitions.length > 0) this.member.pause(partitions);
  }

  private warn(event: string, error: unknown): void {
    this.ports.options.warn(event, { groupId: this.ports.group.groupId, error: sentence(error) });
  }
}

function unreadable({ topic }: Group, partition: number, error: unknown): KafkaProblem {
  const why = `${topic}, partition ${partition}, holds a record that is none of ours: ${sentence(error)}. Nothing more of the partition is read.`;
  return new KafkaProblem(`${why} Find out who else writes to the topic.`, { cause: error });
}

function jittered(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms * (0.5 + Math.random())));
}
