import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** CPU time so far, ms, of one process. 0 once it is gone. */
export function cpuMs(pid: number): number {
  try {
    const fields = afterName(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

/** CPU time so far, ms, of a process and all its children, those that have ended included. */
export function treeCpuMs(pid: number): number {
  const waited = afterName(readStat(pid)).slice(13, 15);
  const ended = (waited.reduce((sum, ticks) => sum + Number(ticks), 0) * 1000) / TICKS_PER_SECOND;
  return cpuMs(pid) + ended + childrenOf(pid).reduce((sum, child) => sum + cpuMs(child), 0);
}

/** Memory of one process that is in RAM now, MB. */
export function rssMb(pid: number): number {
  const kB = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kB) / 1024;
}

/** Time of all cores so far, ms, and how much of it the host of a virtual machine gave to others. */
export function machineMs(): { readonly all: number; readonly stolen: number } {
  const [, ...fields] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').split(/\s+/u);
  // user nice system idle iowait irq softirq steal; what guests take is in `user` already.
  const ticks = fields.slice(0, 8).map(Number);
  const toMs = 1000 / TICKS_PER_SECOND;
  return { all: ticks.reduce((sum, one) => sum + one, 0) * toMs, stolen: (ticks[7] ?? 0) * toMs };
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => Number(afterName(readStat(other))[1]) === pid);
}

function readStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

/** The fields from `state` on: the name before them may hold spaces. */
function afterName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
