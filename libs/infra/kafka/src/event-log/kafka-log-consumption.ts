import { failpoint } from '@parley/service-kit';
import { LogDispatcher, type LogConsumer, type LogConsumption, type LogRecord } from '@parley/ports';
import type { EachBatchPayload } from 'kafkajs';
import { sentence } from '../connection/errors.ts';
import { KafkaProblem } from '../connection/kafka-problem.ts';
import { within } from '../connection/time-limit.ts';
import { GroupLife, type GroupPorts } from './group-life.ts';
import type { Group } from './group-member.ts';
import { groupPlaces, outOfRange } from './group-places.ts';
import type { PartitionTrack } from './partition-track.ts';
import { PartitionTracks, type PartitionFigures } from './partition-tracks.ts';
import { fromMessage } from './record-message.ts';

const SAVE_EVERY_MS = 250;
const LOOK_EVERY_MS = 5_000;
const SAVE_WITHIN_MS = 5_000;

/**
 * A consumer of the log with a watermark of its own for each partition. What is read goes into windows, one a partition; one
 * dispatcher hands records out of all of them. A window lives as long as a generation of the group.
 */
export class KafkaLogConsumption implements LogConsumption {
  private readonly tracks = new PartitionTracks();
  private readonly life: GroupLife;
  private readonly dispatcher: LogDispatcher;
  private readonly timers: NodeJS.Timeout[];

  constructor(
    private readonly ports: GroupPorts,
    private readonly consumer: LogConsumer,
  ) {
    this.life = new GroupLife(ports, this.tracks, {
      batch: (payload) => this.takeIn(payload),
      alarm: (fault, partition) => this.alarm(fault, partition),
    });
    const onPause = (error: unknown, retryInMs: number): void => this.paused(error, retryInMs);
    const hooks = {
      begin: (batch: readonly LogRecord[]) => this.begin(batch),
      settled: (batch: readonly LogRecord[]) => this.settled(batch),
    };
    this.dispatcher = new LogDispatcher(this.tracks.windows, { ...consumer, onPause }, hooks);
    this.timers = [setInterval(() => this.save(), SAVE_EVERY_MS), setInterval(() => void this.look(), LOOK_EVERY_MS)];
    for (const timer of this.timers) timer.unref();
  }

  /** Resolves when the first partitions are being read. Throws a `KafkaProblem` when no broker answers; then it is closed. */
  async start(): Promise<void> {
    try {
      await this.life.start();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  lag(): number {
    return this.tracks.lag;
  }

  figures(): readonly PartitionFigures[] {
    return this.tracks.figures;
  }

  async drain(): Promise<void> {
    this.life.pause(this.tracks.all.map(({ partition }) => partition));
    await this.dispatcher.drain();
    for (const track of this.tracks.all) track.drained();
    // What could not be saved is offered again, and the journal knows it.
    const saved = this.life.committer.commit(this.tracks.all);
    const late = (): Error => new Error('Kafka did not answer in time');
    await within(saved, SAVE_WITHIN_MS, late).catch((error: unknown) => this.warn('kafka.commit-failed', error));
    await this.close();
  }

  /** Leaves the group at once and commits nothing: what was not drained counts as begun by a process that died. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.life.close();
  }

  /** Takes records in as long as there is room; the rest is read again when there is. */
  private takeIn({ batch, resolveOffset }: EachBatchPayload): void {
    const track = this.tracks.of(batch.partition);
    if (track === undefined || track.fault !== null) return;
    track.end = Math.max(track.end, Number(batch.highWatermark));
    for (const message of batch.messages) {
      if (!track.window.hasRoom()) {
        track.isPaused = true;
        this.life.pause([track.partition]);
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
    this.life.pause([track.partition]);
    this.alarm(fault, track.partition);
    track.isDirty = true;
    this.save();
    this.dispatcher.wake();
  }

  private alarm(fault: KafkaProblem, partition: number): void {
    this.ports.options.warn('kafka.partition-stopped', { partition, error: fault.message });
    this.consumer.onPause?.(fault, Number.POSITIVE_INFINITY);
  }

  /** Suspects are counted, durably, before they are handed over; records of a generation that is over are not any more. */
  private async begin(batch: readonly LogRecord[]): Promise<readonly LogRecord[]> {
    const { windows } = this.tracks;
    const suspected = [...windows.byWindow(batch)]
      .filter(([track, records]) => track.isCurrent && records.some((record) => track.count.isSuspect(record)))
      .map(([track]) => track);
    if (suspected.length > 0) {
      await this.life.committer.commit(suspected).catch((error: unknown) => {
        if (suspected.some((track) => track.isCurrent)) throw error;
      });
    }
    return batch.filter((record) => windows.homeOf(record).isCurrent);
  }

  /** What was rejected was not begun: it is said at once, for whoever dies next did not die of it. */
  private paused(error: unknown, retryInMs: number): void {
    this.save();
    this.consumer.onPause?.(error, retryInMs);
  }

  private save(): void {
    this.life.committer.save(this.tracks.all);
  }

  private async settled(batch: readonly LogRecord[]): Promise<void> {
    failpoint('log.after-settle');
    const tracks = [...this.tracks.windows.byWindow(batch).keys()];
    for (const track of tracks) this.makeRoom(track);
    // A suspect that was handled alone and survived is put behind us at once, so that the next start does not count it.
    if (batch.length === 1 && (batch[0]?.attempt ?? 1) > 1)
      await this.life.committer.commit(tracks).catch(() => undefined);
  }

  /** Reads on when half is free: what a fetch brings and finds no room has to be fetched again. */
  private makeRoom(track: PartitionTrack): void {
    if (!track.isPaused || !track.isCurrent || track.fault !== null || !track.window.hasRoom(0.5)) return;
    track.isPaused = false;
    this.life.resume([track.partition]);
  }

  /** How far the log has come, for the lag of partitions that are paused; and whether it still holds what is read next. */
  private async look(): Promise<void> {
    const before = this.tracks.all;
    try {
      const places = await groupPlaces(this.ports.admin, this.ports.group);
      for (const { partition, low, end } of places) {
        const track = before.find((one) => one.partition === partition);
        if (track === undefined || !track.isCurrent) continue;
        track.end = Math.max(track.end, end);
        if (low > track.next) this.stop(track, outOfRange(this.ports.group, partition, track.next, { low, end }));
      }
    } catch (error) {
      this.warn('kafka.look-failed', error);
    }
  }

  private warn(event: string, error: unknown): void {
    this.ports.options.warn(event, { groupId: this.ports.group.groupId, error: sentence(error) });
  }
}

function unreadable({ topic }: Group, partition: number, error: unknown): KafkaProblem {
  const why = `${topic}, partition ${partition}, holds a record that is none of ours: ${sentence(error)}. Nothing more of the partition is read.`;
  return new KafkaProblem(`${why} Find out who else writes to the topic.`, { cause: error });
}
