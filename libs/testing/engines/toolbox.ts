import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ENGINES_FOLDER } from '../src/engines-folder.ts';
import { EngineProblem } from './engine.ts';

/** Something that the machine must have. */
export interface Tool {
  readonly command: string;
  readonly versionArgs: readonly string[];
  /** Its major.minor version in what it says, as two groups. */
  readonly version: RegExp;
  /** Oldest that will do: major, minor. */
  readonly oldest: readonly [number, number];
  /** What needs it, and how to get it on Debian. */
  readonly purpose: string;
  readonly remedy: string;
}

/** Its major and minor version; null = it is not there. */
export function versionOf({ command, versionArgs, version }: Tool): readonly [number, number] | null {
  const { status, stdout, stderr } = spawnSync(command, [...versionArgs], { encoding: 'utf8' });
  const [, major, minor] = version.exec(`${stdout}${stderr}`) ?? [];
  return status !== 0 || major === undefined ? null : [Number(major), Number(minor ?? 0)];
}

/** Throws EngineProblem, which names the tool and says how to get it, when it is absent or too old. */
export function demand(tool: Tool): void {
  const found = versionOf(tool);
  const [wantedMajor, wantedMinor] = tool.oldest;
  const wanted = `${tool.command} ${wantedMajor}${wantedMinor > 0 ? `.${wantedMinor}` : ''} or newer is needed for ${tool.purpose}`;
  if (found === null) throw new EngineProblem(`${wanted}, and there is none: ${tool.remedy}.`);
  if (isOlder(found, tool.oldest)) {
    throw new EngineProblem(`${wanted}, and this is ${found.join('.')}: ${tool.remedy}.`);
  }
}

/** Of two versions: major, minor. */
export function isOlder(one: readonly [number, number], other: readonly [number, number]): boolean {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
}

/** Runs a tool to its end. Throws EngineProblem with the end of what it said. */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode === 0) return;
  throw new EngineProblem(`${command} ${args.join(' ')} failed:\n${said.trimEnd().split('\n').slice(-15).join('\n')}`);
}

/**
 * The folder of a program under .engines, made once: `make` fills a draft, which is renamed when it is whole, so that neither
 * a start cut short nor another one at the same time leaves half of it.
 */
export async function installed(name: string, make: (draft: string) => Promise<void>): Promise<void> {
  const folder = programFolder(name);
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.`);
  try {
    await make(draft);
    chmodSync(draft, 0o755);
    renameSync(draft, folder);
  } catch (error) {
    // Somebody else was quicker.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Where a program lies; there is none before it is installed. */
export function programFolder(name: string): string {
  return join(ENGINES_FOLDER, 'programs', name);
}

/** `work`, told before and after with how long it took. */
export async function timed(
  say: (sentence: string) => void,
  sentence: string,
  work: () => Promise<void>,
): Promise<void> {
  say(`${sentence} …`);
  const began = Date.now();
  await work();
  say(`done in ${Math.round((Date.now() - began) / 1_000)} s`);
}
