import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, startedAt, waitForExit } from '@parley/postgres/testing';
import { EngineProblem, type Launch } from './engine.ts';

/** A process told from a later one of the same id by when it began (ticks since boot). */
export interface ProcessMark {
  readonly pid: number;
  readonly startedAt: string;
}

const STOP_TIMEOUT_MS = 20_000;

/** Starts a program that outlives us, with both streams at the end of a file. */
export async function launch(
  { command, args, env, uid, gid }: Launch,
  cwd: string,
  logFile: string,
): Promise<ProcessMark> {
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, {
    cwd,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...env },
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  closeSync(log);
  child.unref();
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => undefined);
  const pid = child.pid ?? (await failed);
  return { pid, startedAt: startedAt(pid) };
}

/** Whether it is still that process, and runs. */
export function runs(mark: ProcessMark): boolean {
  return isAlive(mark.pid) && startedAt(mark.pid) === mark.startedAt;
}

/**
 * Sends the signal to the process and all that it has started: of PostgreSQL each session is a process, and stopping the
 * first one alone would stop none of them.
 */
export function signalAll(mark: ProcessMark, signal: NodeJS.Signals): void {
  if (!runs(mark)) return;
  for (const pid of [mark.pid, ...descendants(mark.pid)]) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Stops it and what it has started, as SIGSTOP does; resolves when no thread of theirs runs any more, which takes a busy machine a while. */
export async function freezeAll(mark: ProcessMark): Promise<void> {
  signalAll(mark, 'SIGSTOP');
  const pids = [mark.pid, ...descendants(mark.pid)];
  for (const deadline = Date.now() + STOP_TIMEOUT_MS; pids.some(isRunning) && Date.now() < deadline;) await sleep(5);
}

/** Asks it to end, and ends it when it does not. A stopped one (SIGSTOP) hears nothing before it goes on. */
export async function end(mark: ProcessMark, signal: NodeJS.Signals): Promise<void> {
  if (!runs(mark)) return;
  signalAll(mark, 'SIGCONT');
  process.kill(mark.pid, signal);
  if (await waitForExit(mark.pid, STOP_TIMEOUT_MS)) return;
  await killAll(mark);
}

/** Ends it and what it has started at once, and waits until all are gone. */
export async function killAll(mark: ProcessMark): Promise<void> {
  if (!runs(mark)) return;
  const started = descendants(mark.pid);
  signalAll(mark, 'SIGKILL');
  for (const pid of [mark.pid, ...started]) {
    if (!(await waitForExit(pid, STOP_TIMEOUT_MS))) throw new EngineProblem(`Process ${pid} cannot be ended.`);
  }
}

/** The last lines of a log, for a message. */
export function lastLines(logFile: string, count: number): string {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n') : [];
  return lines.slice(-count).join('\n');
}

/** Children and theirs, as Linux lists them; none where the system does not. */
function descendants(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    return children.flatMap((child) => [child, ...descendants(child)]);
  } catch {
    return [];
  }
}

/** Whether one of its threads is neither stopped nor at its end; false where the system does not say. */
function isRunning(pid: number): boolean {
  const tasks = `/proc/${pid}/task`;
  return existsSync(tasks) && readdirSync(tasks).some((thread) => isThreadRunning(`${tasks}/${thread}/stat`));
}

function isThreadRunning(statFile: string): boolean {
  try {
    return !/\) [TtZX] /.test(readFileSync(statFile, 'utf8'));
  } catch {
    return false;
  }
}
