import { failpoint } from '@parley/service-kit';
import type { PartitionTrack } from './partition-track.ts';

/** Commits of one member, one after the other, each with what is true when its turn comes. Tracks that are over are left out. */
export class Committer {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly send: (tracks: readonly PartitionTrack[]) => Promise<void>) {}

  /** Resolves when what is true now is committed, or the tracks are over; rejects when Kafka refuses it. */
  commit(tracks: readonly PartitionTrack[]): Promise<void> {
    const sent = this.last.then(() => this.write(tracks));
    this.last = sent.catch(() => undefined);
    return sent;
  }

  /** Commits what has changed, now and then. What is refused is tried again, as long as its generation lasts. */
  save(tracks: readonly PartitionTrack[]): void {
    const dirty = tracks.filter(({ isDirty }) => isDirty);
    if (dirty.length > 0) void this.commit(dirty).catch(() => undefined);
  }

  private async write(tracks: readonly PartitionTrack[]): Promise<void> {
    const current = tracks.filter(({ isCurrent }) => isCurrent);
    for (const track of current) track.isDirty = false;
    try {
      failpoint('log.before-watermark');
      await this.send(current);
      failpoint('log.after-watermark');
    } catch (error) {
      for (const track of current) track.isDirty = true;
      throw error;
    }
  }
}
