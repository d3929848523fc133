import { randomUUID } from 'node:crypto';
import type { LogRecord } from '@parley/ports';
import { AttemptCount, MAX_SUSPECTS_UNDER_WAY } from './attempt-count.ts';
import { MAX_NOTED, readNote, shortOwner, writeNote, type CommitNote } from './commit-note.ts';

const record = (offset: number, attempt = 1): LogRecord => ({
  ...{ tenant: 'a', conversation: `c${offset}`, connection: 'k', eventId: `web:${offset}`, generation: 1 },
  ...{ sealed: new Uint8Array(), receivedAt: 1, offset: String(offset), attempt },
});
const noteOf = (owner: string | null, attempts: readonly (readonly [number, number])[]): CommitNote => ({
  owner,
  attempts: new Map(attempts),
});

describe('the note of a commit', () => {
  it('says the same when it is read as when it was written', () => {
    const owner = `parley-chat-${randomUUID()}`;
    const note = noteOf(owner, [
      [1_000, 1],
      [1_007, 4],
      [90_000, 2],
    ]);
    expect(readNote(writeNote(note, 1_000), 1_000)).toEqual({ ...note, owner: shortOwner(owner) });
    expect(readNote(writeNote(noteOf(null, []), 5), 5)).toEqual(noteOf(null, []));
  });

  it('never outgrows what Kafka keeps, whatever is under way', () => {
    const most = Array.from({ length: 5_000 }, (_, n) => [Number.MAX_SAFE_INTEGER - n, 99_999] as const);
    const text = writeNote(noteOf(`${'n'.repeat(500)}${randomUUID()}`, most), 0);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096);
    expect(readNote(text, 0).attempts.size).toBe(MAX_NOTED);
  });

  it('that a person or another program has written says only that nobody drained', () => {
    for (const text of [null, '', 'reset by hand', '{"v":2}']) expect(readNote(text, 9)).toEqual(noteOf('', []));
    expect(readNote('v1 me x,.,-5.2,zz.0,3.!', 9)).toEqual(noteOf('me', []));
  });
});

describe('the count of attempts', () => {
  it('rule 19: grows with each owner that died, and only for what lay in the log when the partition was taken over', () => {
    const count = new AttemptCount(noteOf('dead', [[3, 2]]), 5, false);
    expect([3, 4, 6].map((offset) => count.attemptOf(offset))).toEqual([3, 1, 1]);
    expect([5, 6].map((offset) => count.isSuspect(record(offset)))).toEqual([true, false]);
    count.begin([record(3, 3), record(4, 1), record(6, 1)]);
    expect(count.attempts).toEqual(
      noteOf('', [
        [3, 3],
        [4, 1],
      ]).attempts,
    );
  });

  it('does not count an owner that lost the partition and lives on', () => {
    const count = new AttemptCount(
      noteOf('alive', [
        [3, 2],
        [4, 1],
      ]),
      5,
      true,
    );
    expect([3, 4].map((offset) => count.attemptOf(offset))).toEqual([2, 1]);
  });

  it('does not count a rejection: what was begun before us stays, what we began does not', () => {
    const count = new AttemptCount(noteOf('dead', [[3, 2]]), 5, false);
    const batch = [record(3, 3), record(4, 1)];
    count.begin(batch);
    count.giveBack(batch);
    expect(count.attempts).toEqual(noteOf('', [[3, 2]]).attempts);
    count.settle([record(3, 3)]);
    expect(count.attempts.size).toBe(0);
  });

  it('leaves as many places for suspects under way as its note has room for beside those begun before', () => {
    const before = Array.from({ length: 300 }, (_, n) => [n, n === 299 ? 4 : 1] as const);
    const count = new AttemptCount(noteOf('dead', before), 10_000, false);
    expect(count.attemptOf(299)).toBe(5);
    const batch = Array.from({ length: count.places }, (_, n) => record(1_000 + n));
    count.begin(batch);
    expect([batch.length, count.places]).toEqual([MAX_SUSPECTS_UNDER_WAY, 0]);
    expect(count.attempts.size).toBeLessThanOrEqual(MAX_NOTED);
  });
});
