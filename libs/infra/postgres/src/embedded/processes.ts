import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process of this id lives, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, in ticks since boot, so that a reused id is told apart; '' where the system does not say. */
export function startedAt(pid: number): string {
  return statFields(pid)[19] ?? '';
}

/** The command line of a process; '' = gone or not to be seen. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    try {
      return execFileSync('ps', ['-p', String(pid), '-o', 'args='], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      return '';
    }
  }
}

/** Waits until the process is gone; false = still there after `timeoutMs`. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; isAlive(pid); waitedMs += 20) {
    if (waitedMs >= timeoutMs) return false;
    await sleep(20);
  }
  return true;
}

/** A dead child that nobody has waited for yet still answers to signals. */
function isZombie(pid: number): boolean {
  return statFields(pid)[0] === 'Z';
}

/** Fields of /proc/<pid>/stat after the command's name, which may itself hold spaces and parentheses. */
function statFields(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
