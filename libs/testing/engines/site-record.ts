import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFree, steadyPort } from '../src/steady-port.ts';
import type { EngineOptions, Site } from './engine.ts';
import type { ProcessMark } from './processes.ts';

/** What an engine's folder says of it: how it is reached, and which process it was last run by. */
export interface SiteRecord {
  readonly port: number;
  readonly secondPort: number;
  readonly secret: string;
  readonly process: ProcessMark | null;
}

/** null = nothing was ever started there. */
export function readRecord(folder: string): SiteRecord | null {
  const path = recordFile(folder);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SiteRecord) : null;
}

/** Appears whole: whoever reads it meanwhile gets the one before. */
export function writeRecord(folder: string, record: SiteRecord): void {
  const path = recordFile(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** A new one; or that of the last start, with other ports where somebody else has taken them meanwhile. */
export async function recordFor(folder: string, options: EngineOptions): Promise<SiteRecord> {
  const before = readRecord(folder);
  return {
    port: options.port ?? (await freeAgain(before?.port)),
    secondPort: await freeAgain(before?.secondPort),
    secret: before?.secret ?? randomBytes(16).toString('hex'),
    process: null,
  };
}

export function siteOf(folder: string, { port, secondPort, secret }: SiteRecord, options: EngineOptions): Site {
  return { folder, dataFolder: join(folder, 'data'), port, secondPort, secret, options };
}

async function freeAgain(port: number | undefined): Promise<number> {
  return port !== undefined && (await isFree(port)) ? port : steadyPort();
}

function recordFile(folder: string): string {
  return join(folder, 'engine.json');
}
