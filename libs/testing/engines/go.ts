import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineProblem, type Say } from './engine.ts';
import { demand, installed, isOlder, programFolder, run, timed, versionOf, type Tool } from './toolbox.ts';

/** Any that knows modules: it can fetch a recent one. */
const GO: Tool = {
  command: 'go',
  versionArgs: ['version'],
  version: /go(\d+)\.(\d+)/,
  oldest: [1, 16],
  purpose: 'FerretDB',
  remedy: 'apt-get install golang-go',
};
/** What FerretDB 1.24 is built by. */
const WANTED = [1, 22] as const;
const VERSION = 'go1.22.12';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** A Go that FerretDB can be built by: the machine's, or, where that is too old (Debian 12), one that it fetches as a module. */
export async function recentGo(say: Say): Promise<string> {
  demand(GO);
  if (!isOlder(versionOf(GO) ?? [0, 0], WANTED)) return GO.command;
  const architecture = ARCHITECTURES[process.arch];
  if (architecture === undefined) throw new EngineProblem(`Go 1.22 is not fetched for ${process.arch}: install it.`);
  const toolchain = `golang.org/toolchain@v0.0.1-${VERSION}.${process.platform}-${architecture}`;
  await installed(VERSION, (draft) =>
    timed(say, `fetching ${VERSION}, once, because the Go that is there is older than 1.22, 70 MB`, async () => {
      await run('go', ['mod', 'download', toolchain], draft, { GOMODCACHE: draft, GOFLAGS: '-modcacherw' });
      rmSync(join(draft, 'cache'), { recursive: true });
      makeExecutable(join(draft, toolchain, 'bin'));
      const tools = join(draft, toolchain, 'pkg/tool');
      for (const folder of readdirSync(tools)) makeExecutable(join(tools, folder));
    }),
  );
  return join(programFolder(VERSION), toolchain, 'bin/go');
}

/** Modules hold no programs, so nothing in them may be run. */
function makeExecutable(folder: string): void {
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o755);
}
