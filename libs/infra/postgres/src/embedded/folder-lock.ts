import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isAlive, startedAt } from './processes.ts';

/** One process at a time in a data folder. A lock whose process is gone is taken over. */
export interface FolderLock {
  release(): void;
}

/** `heldBy` = id of the living process that has it. */
export type LockAnswer = { readonly lock: FolderLock } | { readonly heldBy: number };

/** Takes the lock file, atomically: it appears with its content (link), so nobody reads half of one. */
export function lockFolder(path: string): LockAnswer {
  const mine = `${process.pid} ${startedAt(process.pid)}\n`;
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, mine);
  try {
    for (;;) {
      if (tryLink(draft, path)) return { lock: { release: () => releaseIfMine(path, mine) } };
      const holder = readHolder(path);
      if (holder !== null && isHolderAlive(holder)) return { heldBy: holder.pid };
      removeStale(path, holder?.text ?? '');
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  readonly started: string;
  readonly text: string;
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path: string): Holder | null {
  try {
    const text = readFileSync(path, 'utf8');
    const [pid = '', started = ''] = text.trim().split(' ');
    return { pid: Number(pid), started, text };
  } catch {
    return null;
  }
}

function isHolderAlive(holder: Holder): boolean {
  return (
    Number.isInteger(holder.pid) && holder.pid > 0 && isAlive(holder.pid) && startedAt(holder.pid) === holder.started
  );
}

/** Two may find the same stale lock: the rename moves one file for one of them, and a fresh lock caught by mistake is put back. */
function removeStale(path: string, staleText: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== staleText) tryLink(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function releaseIfMine(path: string, mine: string): void {
  if (readHolder(path)?.text === mine) rmSync(path, { force: true });
}
