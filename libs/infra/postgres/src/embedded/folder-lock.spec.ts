import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder, type LockAnswer } from './folder-lock.ts';

describe('a data folder’s lock', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-lock-'));
    path = join(folder, 'parley.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const isMine = (answer: LockAnswer): boolean => 'lock' in answer;

  it('is held by one process, and told to the next', () => {
    expect(isMine(lockFolder(path))).toBe(true);
    expect(lockFolder(path)).toEqual({ heldBy: process.pid });
  });

  it('is free again when released, and leaves no file', () => {
    const answer = lockFolder(path);
    if ('lock' in answer) answer.lock.release();
    expect(readdirSync(folder)).toEqual([]);
    expect(isMine(lockFolder(path))).toBe(true);
  });

  it('is taken over from a process that is gone', () => {
    writeFileSync(path, '2147483646 5\n');
    expect(isMine(lockFolder(path))).toBe(true);
  });

  it('is taken over when its process id now belongs to another process', () => {
    writeFileSync(path, `${process.pid} 1\n`);
    expect(isMine(lockFolder(path))).toBe(true);
  });

  it('is taken over when its content was cut short', () => {
    writeFileSync(path, '');
    expect(isMine(lockFolder(path))).toBe(true);
  });
});
