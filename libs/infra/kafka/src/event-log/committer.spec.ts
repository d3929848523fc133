import { Committer } from './committer.ts';
import { PartitionTrack } from './partition-track.ts';

const track = (partition: number): PartitionTrack =>
  new PartitionTrack(
    { partition, next: 5, end: 9, note: { owner: null, attempts: new Map() } },
    { memberId: 'me', members: [], partitions: 2 },
  );

describe('commits of a consumer', () => {
  it('rule 18: leave out a track whose generation has ended, even while they waited for their turn', async () => {
    const sent: (readonly number[])[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const committer = new Committer(async (tracks) => {
      sent.push(tracks.map(({ partition }) => partition));
      await gate;
    });
    const [old, current] = [track(0), track(1)];
    const commits = [committer.commit([old, current]), committer.commit([old, current])];
    await Promise.resolve();
    old.isCurrent = false;
    release();
    await Promise.all(commits);
    expect(sent).toEqual([[0, 1], [1]]);
  });

  it('are tried again when they were refused', async () => {
    let refusals = 1;
    let sent = 0;
    const committer = new Committer(() => {
      sent += 1;
      refusals -= 1;
      return refusals >= 0 ? Promise.reject(new Error('not now')) : Promise.resolve();
    });
    const one = track(0);
    await expect(committer.commit([one])).rejects.toThrow('not now');
    expect(one.isDirty).toBe(true);
    committer.save([one]);
    await committer.commit([]);
    expect([one.isDirty, sent]).toEqual([false, 3]);
  });
});
