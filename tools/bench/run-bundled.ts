import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../fitness/sources.ts';

/**
 * Runs a program of its own that prints its figures as one line of JSON, bundled as the product is: what runs sources
 * directly adds work to every closure that they make. Its other words go to `say`.
 */
export async function runBundled(
  program: string,
  say: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const outfile = join(root, 'dist/tools', `${program}.mjs`);
  await build({
    entryPoints: [join(root, 'tools/bench', program, 'main.ts')],
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
  if (child.status !== 0) throw new Error(`The bench ${program} ended with ${child.status ?? child.signal}.`);
  return JSON.parse(child.stdout) as Readonly<Record<string, number>>;
}
