import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { PostgresAddress } from '../database/address.ts';
import { PostgresProblem } from '../embedded/postgres-problem.ts';
import { copyFile, type CopiedFile } from './copy-file.ts';

/** What belongs to the running server alone, or is made anew by the next one (PostgreSQL's manual, “Making a Base Backup”). */
const EMPTIED = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const LEFT_OUT = /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map|pgsql_tmp.*|pg_internal\.init.*)$/;
const WAL_SEGMENT = /^[0-9A-F]{24}$/;

export interface ClusterCopy {
  readonly files: readonly CopiedFile[];
  /** Highest migration in it. */
  readonly schemaVersion: number;
  /** Fingerprint of the root key that wraps its keys; null = none was named. */
  readonly rootKey: string | null;
}

/**
 * Copies the files of a running cluster so that a server started on the copy recovers to one moment, the end of the copy:
 * PostgreSQL's low-level base backup. A slot of this session keeps the log that is needed until it has been copied too.
 * Nobody waits for it; a checkpoint is made at once.
 */
export async function copyCluster(address: PostgresAddress, cluster: string, target: string): Promise<ClusterCopy> {
  const client = new pg.Client({ ...address, application_name: 'parley backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const ask = async (text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>> =>
      (await client.query<Record<string, unknown>>(text, [...values])).rows[0] ?? {};
    const slot = `parley_backup_${randomBytes(6).toString('hex')}`;
    await ask('select pg_create_physical_replication_slot($1, true, true)', [slot]);
    const begun = await ask("select pg_walfile_name(pg_backup_start('parley', fast => true)) as segment");
    const files = await copyFolder(cluster, target, '');
    const ended = await ask(
      'select labelfile, pg_walfile_name(lsn) as segment from pg_backup_stop(wait_for_archive => false)',
    );
    const label = String(ended['labelfile']);
    await writeFile(join(target, 'backup_label'), label, { mode: 0o600 });
    const log = await copySegments(cluster, target, String(begun['segment']), String(ended['segment']));
    const { version } = await ask('select max(version) as version from parley.migrations');
    const { fingerprint } = await ask('select fingerprint from parley.root_keys');
    return {
      files: [...files, ...log],
      schemaVersion: Number(version),
      rootKey: typeof fingerprint === 'string' ? fingerprint : null,
    };
  } finally {
    await client.end();
  }
}

async function copyFolder(from: string, to: string, below: string): Promise<CopiedFile[]> {
  await mkdir(join(to, below), { recursive: true, mode: 0o700 });
  const copied: CopiedFile[] = [];
  const entries = await readdir(join(from, below), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (LEFT_OUT.test(entry.name)) continue;
    if (entry.isDirectory()) {
      if (EMPTIED.has(path)) await mkdir(join(to, path), { recursive: true, mode: 0o700 });
      else copied.push(...(await copyFolder(from, to, path)));
    } else if (entry.isFile()) {
      const file = await copyFile(join(from, path), join(to, path));
      if (file !== null) copied.push({ path, ...file });
    }
  }
  return copied;
}

/** From the first that recovery reads to the last; all of one timeline, whose names are in order. */
async function copySegments(cluster: string, target: string, first: string, last: string): Promise<CopiedFile[]> {
  await mkdir(join(target, 'pg_wal/archive_status'), { recursive: true, mode: 0o700 });
  const names = (await readdir(join(cluster, 'pg_wal')))
    .filter((name) => WAL_SEGMENT.test(name) && name >= first && name <= last)
    .sort();
  const copied: CopiedFile[] = [];
  for (const name of names) {
    const path = `pg_wal/${name}`;
    const file = await copyFile(join(cluster, path), join(target, path));
    if (file !== null) copied.push({ path, ...file });
  }
  if (copied[0]?.path !== `pg_wal/${first}` || copied.at(-1)?.path !== `pg_wal/${last}`) {
    throw new PostgresProblem(
      `The database no longer has the part of its log that the backup needs (${first} to ${last}). Try again; nothing was written over.`,
    );
  }
  return copied;
}
