import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from './unavailable.ts';

/** As its makers publish it. None of it is a package of this repository: it is fetched when it is measured. */
const PACKAGES = ['@restatedev/restate-server@1.7.12', '@restatedev/restate-sdk@1.17.2'];

/**
 * Installs Restate into a folder; answers where its server is.
 * @throws Unavailable when the registry does not give it, or not for this platform
 */
export function installRestate(folder: string): string {
  const { arch, platform } = process;
  const installed = spawnSync(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, ...PACKAGES],
    { cwd: folder, encoding: 'utf8' },
  );
  const server = join(folder, `node_modules/@restatedev/restate-server-${platform}-${arch}/bin/restate-server`);
  if (installed.status === 0 && existsSync(server)) return server;
  const [why = 'npm did not run'] = (installed.stderr ?? '').split('\n').filter((line) => line.startsWith('npm error'));
  throw new Unavailable(
    `Nothing was measured: npm has no ${PACKAGES.join(' and ')} for ${platform}-${arch} here (${why}).`,
  );
}
