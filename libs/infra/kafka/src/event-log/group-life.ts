import type { EachBatchPayload, Kafka } from 'kafkajs';
import type { KafkaAdmin } from '../connection/admin.ts';
import { sentence } from '../connection/errors.ts';
import type { KafkaOptions } from '../connection/kafka-options.ts';
import { KafkaProblem } from '../connection/kafka-problem.ts';
import { Committer } from './committer.ts';
import { GroupMember, type Group } from './group-member.ts';
import { groupMembers, groupPlaces, placeOf } from './group-places.ts';
import { PartitionTrack } from './partition-track.ts';
import type { PartitionFigures, PartitionTracks } from './partition-tracks.ts';

const RETRY_MS = 500;

export interface GroupPorts {
  readonly client: Kafka;
  readonly admin: KafkaAdmin;
  readonly group: Group;
  readonly options: Pick<KafkaOptions, 'sessionMs' | 'warn'>;
}

export interface GroupHooks {
  /** Records of one partition, to be taken in at once. */
  readonly batch: (payload: EachBatchPayload) => void;
  /** A partition of ours of which nothing can be read. */
  readonly alarm: (fault: KafkaProblem, partition: number) => void;
}

/** A process in its group, through generations and crashes: opens the partitions that each generation gives it. */
export class GroupLife {
  readonly committer: Committer;
  private member: GroupMember;
  private generation = 0;
  private isClosed = false;
  private opened: () => void = () => undefined;

  constructor(
    private readonly ports: GroupPorts,
    private readonly tracks: PartitionTracks,
    private readonly hooks: GroupHooks,
  ) {
    this.member = this.newMember();
    this.committer = new Committer((dirty) => this.member.commit(dirty));
  }

  /** Resolves when the first generation's partitions are known and are being read. Rejects when no broker answers: then it is to be closed. */
  async start(): Promise<void> {
    const opened = new Promise<void>((resolve) => (this.opened = resolve));
    try {
      await this.member.start();
    } catch (error) {
      throw new KafkaProblem(`Kafka cannot be reached: ${sentence(error)}`, { isAway: true, cause: error });
    }
    await opened;
  }

  pause(partitions: readonly number[]): void {
    this.member.pause(partitions);
  }

  resume(partitions: readonly number[]): void {
    this.member.resume(partitions);
  }

  /** Leaves the group and commits nothing. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.retire();
    await this.member.stop(this.ports.options.warn);
    this.opened();
  }

  private newMember(): GroupMember {
    const { client, group, options } = this.ports;
    const member: GroupMember = new GroupMember(client, group, options, {
      joined: (memberId, partitions) => member === this.member && this.joined(memberId, partitions),
      batch: (payload) => member === this.member && this.hooks.batch(payload),
      crashed: (error) => void this.succeed(member, error),
    });
    return member;
  }

  /** Another member takes the place of one that kafkajs has given up. */
  private async succeed(over: GroupMember, error: unknown): Promise<void> {
    if (over !== this.member || this.isClosed) return;
    const member = (this.member = this.newMember());
    this.retire();
    this.warn('kafka.member-crashed', error);
    await over.stop(() => undefined);
    await jittered(RETRY_MS);
    if (this.isClosed) return;
    try {
      await member.start();
    } catch (again) {
      await this.succeed(member, again);
    }
  }

  /** Nothing of the generations so far counts any more. */
  private retire(): number {
    this.tracks.replace([]);
    this.generation += 1;
    return this.generation;
  }

  /** Nothing is read until it is known where: kafkajs would silently begin elsewhere if the place is out of range. */
  private joined(memberId: string, partitions: readonly number[]): void {
    const generation = this.retire();
    this.pause(partitions);
    void this.open(() => this.isClosed || generation !== this.generation, memberId, partitions);
  }

  private async open(isOver: () => boolean, memberId: string, partitions: readonly number[]): Promise<void> {
    while (!isOver()) {
      try {
        const found = await this.find(memberId, partitions);
        if (isOver()) return;
        this.tracks.replace(found.tracks, found.unreadable);
        // From now on the end of this process counts as a death, until it drains.
        await this.committer.commit(found.tracks);
        if (isOver()) return;
        this.tracks.handOut();
        this.resume(found.tracks.map(({ partition }) => partition));
        return this.opened();
      } catch (error) {
        if (!isOver()) this.warn('kafka.open-failed', error);
        await jittered(RETRY_MS);
      }
    }
  }

  private async find(memberId: string, partitions: readonly number[]) {
    const { admin, group } = this.ports;
    const [places, members] = await Promise.all([groupPlaces(admin, group), groupMembers(admin, group.groupId)]);
    const owner = { memberId, members, partitions: partitions.length };
    const tracks: PartitionTrack[] = [];
    const unreadable: PartitionFigures[] = [];
    for (const found of places.filter(({ partition }) => partitions.includes(partition))) {
      const place = placeOf(found, group);
      if (place instanceof KafkaProblem) {
        const { partition, low, end } = found;
        unreadable.push({ partition, lag: end - low, oldestReceivedAt: null, isPaused: false, isStopped: true });
        this.hooks.alarm(place, partition);
      } else tracks.push(new PartitionTrack(place, owner));
    }
    return { tracks, unreadable };
  }

  private warn(event: string, error: unknown): void {
    this.ports.options.warn(event, { groupId: this.ports.group.groupId, error: sentence(error) });
  }
}

function jittered(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms * (0.5 + Math.random())));
}
