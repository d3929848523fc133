import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../fitness/sources.ts';

/** What renders and judges the files of deploy/. */
export interface Programs {
  readonly helm: string;
  readonly judge: string;
}

export interface Ended {
  readonly ok: boolean;
  /** What it wrote to its output, or where it complained. */
  readonly said: string;
  readonly output: string;
}

const HELM = 'helm.sh/helm/v4/cmd/helm@v4.3.1';

/**
 * Makes Helm and our own judge from Go's module proxy, in `.engines/bin`: some minutes the first time, seconds when Go has
 * them in its cache.
 * @throws Error with a sentence when Go is absent, or something cannot be built
 */
export function makePrograms(): Programs {
  if (spawnSync('go', ['version']).error) {
    throw new Error('Go 1.26 or newer is needed to make Helm and the judge of the files in deploy/: https://go.dev/dl');
  }
  const folder = join(root, '.engines/bin');
  mkdirSync(folder, { recursive: true });
  const judge = join(folder, 'deploy-check');
  go(join(root, 'tools/deploy-check'), folder, 'build', '-o', judge, '.');
  go(root, folder, 'install', HELM);
  return { helm: join(folder, 'helm'), judge };
}

function go(cwd: string, bin: string, ...words: readonly string[]): void {
  execFileSync('go', words, { cwd, env: { ...process.env, GOBIN: bin }, stdio: ['ignore', 'ignore', 'inherit'] });
}

export function run(program: string, words: readonly string[], input = ''): Ended {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: root, input, encoding: 'utf8' });
  return { ok: status === 0, said: `${stderr}${stdout}`.trim(), output: stdout };
}
