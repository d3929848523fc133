import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { syncFolder, writeDurably } from '@parley/local';
import type { CopiedFile } from '@parley/postgres';
import { clusterFolder, copyCluster, copyFile } from '@parley/postgres';
import type { Drain } from '@parley/service-kit';
import type { ParleyConfig } from '../config.ts';
import { StartProblem } from '@parley/service-kit';
import { holdsParley } from '../folders.ts';
import { findDatabase } from '../open-database.ts';
import type { Manifest } from './manifest.ts';
import { manifestFile } from './manifest.ts';

export interface BackupOptions {
  readonly withKeys: boolean;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** What lies in the data folder beside the database. Blobs are durable before a record names them: copied after it, none is missing. */
const beside = ['blobs', 'demo-bank.jsonl'] as const;
const keys = ['root.key', 'platform.key'] as const;

/**
 * Makes a backup beside a running Parley, or of a stopped one. The folder appears under its name when all of it is on disk.
 * @throws StartProblem when there is nothing to save, or something in the way
 */
export async function makeBackup(
  config: Pick<ParleyConfig, 'dataFolder' | 'databaseUrl'>,
  folder: string,
  drain: Drain,
  { withKeys, now }: BackupOptions,
): Promise<Manifest> {
  const { dataFolder } = config;
  const target = resolve(folder);
  refuse(config, target);
  const draft = `${target}.partial`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    // 1 The database first: whatever it names is then among the files that are copied after it.
    const begunAt = new Date(now()).toISOString();
    const address = await findDatabase(config, drain);
    const cluster = await copyCluster(address, clusterFolder(dataFolder), join(draft, 'cluster'));
    const files = cluster.files.map((file) => ({ ...file, path: `cluster/${file.path}` }));

    // 2 What lies beside it; the keys only where that was asked for.
    for (const name of [...beside, ...(withKeys ? keys : [])]) files.push(...(await copyTree(dataFolder, draft, name)));

    // 3 The manifest says that it is whole.
    const { schemaVersion, rootKey } = cluster;
    const endedAt = new Date(now()).toISOString();
    const manifest: Manifest = { format: 1, begunAt, endedAt, schemaVersion, rootKey, withKeys, files };
    await writeDurably(join(draft, manifestFile), Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
    await rename(draft, target);
    await syncFolder(dirname(target));
    await writeDurably(join(dataFolder, 'last-backup'), Buffer.from(`${begunAt}\n`));
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

function refuse({ dataFolder, databaseUrl }: Pick<ParleyConfig, 'dataFolder' | 'databaseUrl'>, target: string): void {
  if (databaseUrl !== undefined) {
    throw new StartProblem(
      `The database of DATABASE_URL is yours: save it with PostgreSQL's own programs (pg_basebackup, pg_dump), and ${dataFolder} after it.`,
    );
  }
  if (!holdsParley(dataFolder)) {
    throw new StartProblem(`There is nothing of Parley in ${dataFolder}. Set PARLEY_DATA to its data folder.`);
  }
  if (existsSync(target)) throw new StartProblem(`${target} is there already. Choose a folder that is not.`);
  if (target.startsWith(`${dataFolder}/`)) {
    throw new StartProblem(`${target} lies in the data folder: a backup that is lost with it helps nobody.`);
  }
}

/** A file, or a folder with what is in it; what is not there is no part of the backup. */
async function copyTree(from: string, to: string, path: string): Promise<readonly CopiedFile[]> {
  const entries = await readdir(join(from, path), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (entries === null) {
    const file = await copyFile(join(from, path), join(to, path));
    return file === null ? [] : [{ path, ...file }];
  }
  if (entries.length > 0) await mkdir(join(to, path), { recursive: true, mode: 0o700 });
  const copied: CopiedFile[] = [];
  for (const { name } of entries.filter((entry) => !entry.name.startsWith('.draft-'))) {
    copied.push(...(await copyTree(from, to, `${path}/${name}`)));
  }
  return copied;
}
