import { readFile } from 'node:fs/promises';

/** Whether the process runs: one that has ended and is not yet collected by its parent does not. Linux. */
export async function isAlive(pid: number): Promise<boolean> {
  return readFile(`/proc/${pid}/stat`, 'utf8').then(
    (stat) => !/\) Z /.test(stat),
    () => false,
  );
}
