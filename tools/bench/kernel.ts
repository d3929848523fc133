import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../fitness/sources.ts';

/**
 * The kernel beside XState, in a process of its own and bundled as the product is: what runs sources directly adds
 * work to every closure that they make.
 */
export async function kernel(_seconds: number, say: (line: string) => void): Promise<Readonly<Record<string, number>>> {
  const outfile = join(root, 'dist/tools/bench-kernel.mjs');
  await build({
    entryPoints: [join(root, 'tools/bench/kernel/main.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['xstate'],
    logLevel: 'error',
  });
  const child = spawnSync(process.execPath, ['--expose-gc', outfile, root], { encoding: 'utf8', maxBuffer: 1 << 24 });
  for (const line of child.stderr.trim().split('\n')) say(line);
  if (child.status !== 0) throw new Error(`The kernel's bench ended with ${child.status}.`);
  return JSON.parse(child.stdout) as Readonly<Record<string, number>>;
}
