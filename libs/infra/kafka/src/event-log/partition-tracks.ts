import { LogWindows } from '@parley/ports';
import type { PartitionTrack } from './partition-track.ts';

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

/** The partitions that a process holds in one generation of its group, and what is handed out of them. */
export class PartitionTracks {
  readonly windows = new LogWindows<PartitionTrack>();
  private tracks: ReadonlyMap<number, PartitionTrack> = new Map();
  private unreadable: readonly PartitionFigures[] = [];

  get all(): readonly PartitionTrack[] {
    return [...this.tracks.values()];
  }

  of(partition: number): PartitionTrack | undefined {
    return this.tracks.get(partition);
  }

  get lag(): number {
    return this.all.reduce((sum, track) => sum + track.lag, 0);
  }

  get figures(): readonly PartitionFigures[] {
    const read = this.all.map((track) => ({
      partition: track.partition,
      lag: track.lag,
      oldestReceivedAt: track.window.oldestReceivedAt ?? null,
      isPaused: track.isPaused,
      isStopped: track.fault !== null,
    }));
    return [...read, ...this.unreadable];
  }

  /** Takes the place of what was held before, of which nothing is committed any more. Nothing is handed out yet. */
  replace(tracks: readonly PartitionTrack[], unreadable: readonly PartitionFigures[] = []): void {
    for (const track of this.tracks.values()) track.isCurrent = false;
    this.windows.clear();
    this.tracks = new Map(tracks.map((track) => [track.partition, track]));
    this.unreadable = unreadable;
  }

  handOut(): void {
    for (const track of this.tracks.values()) this.windows.add(track);
  }
}
