import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createDurably, fingerprintOf, makeDurableFolder, writeDurably } from '@parley/local';
import { placeCluster, readMigrations, startEmbeddedPostgres } from '@parley/postgres';
import type { ParleyConfig } from '../config.ts';
import type { Erasure } from '@parley/local';
import { erasuresSince, pendingErasuresFile } from '@parley/local';
import { StartProblem } from '@parley/service-kit';
import type { Manifest } from './manifest.ts';
import { damages, readManifest } from './manifest.ts';

export interface RestoreOptions {
  /** Where the root key is, if neither the backup nor the data folder has it. */
  readonly keyFile: string | undefined;
  /** The list of erasures that was kept; undefined = the one in the data folder, if there is one. */
  readonly erasures: string | undefined;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Erasures of after the backup: the next start does them again before it is ready. */
  readonly erasures: readonly Erasure[];
}

/**
 * Puts a backup into a data folder that has no database. Everything is looked at before anything is written.
 * @throws StartProblem, PostgresProblem: a sentence; then nothing was written over
 */
export async function restoreBackup(
  { dataFolder, databaseUrl }: Pick<ParleyConfig, 'dataFolder' | 'databaseUrl'>,
  folder: string,
  options: RestoreOptions,
): Promise<Restored> {
  const source = resolve(folder);
  if (databaseUrl !== undefined) {
    throw new StartProblem('The database of DATABASE_URL is yours: restore it with PostgreSQL’s own programs.');
  }

  // 1 Is it whole, can this Parley read it, and is the way free?
  const manifest = await readManifest(source);
  refuseNewer(manifest);
  if (existsSync(join(dataFolder, 'postgres')) || existsSync(join(dataFolder, 'postgres.location'))) {
    throw new StartProblem(
      `There is a database in ${dataFolder} already: nothing was written. Move it away, or choose another folder with PARLEY_DATA.`,
    );
  }
  const damaged = await damages(source, manifest);
  if (damaged.length > 0) {
    throw new StartProblem(
      `The backup is not as it was written (${damaged.slice(0, 3).join('; ')}${damaged.length > 3 ? ', …' : ''}): nothing was restored.`,
    );
  }
  const rootKey = await findKey(source, dataFolder, manifest, options.keyFile);
  const erasures = await erasuresSince(
    options.erasures ?? join(dataFolder, 'erasures.jsonl'),
    Date.parse(manifest.begunAt),
    options.erasures !== undefined,
  );

  // 2 The keys and what lies beside the database; then the database, whole or not at all.
  await makeDurableFolder(dataFolder);
  await createDurably(join(dataFolder, 'root.key'), rootKey);
  const others = manifest.files.map(({ path }) => path).filter((path) => !/^(cluster\/|root\.key$)/.test(path));
  for (const path of others) await place(join(source, path), join(dataFolder, path));
  if (erasures.length > 0) {
    const lines = erasures.map((erasure) => `${JSON.stringify(erasure)}\n`).join('');
    await writeDurably(join(dataFolder, pendingErasuresFile), Buffer.from(lines));
  }
  await placeCluster(join(source, 'cluster'), dataFolder);

  // 3 It recovers to the moment of the backup, as it will have to.
  const server = await startEmbeddedPostgres({ dataFolder });
  await server.stop();
  return { manifest, erasures };
}

function refuseNewer({ schemaVersion }: Manifest): void {
  const newest = Math.max(...readMigrations().map(({ version }) => version));
  if (schemaVersion <= newest) return;
  throw new StartProblem(
    `The backup was made by a newer Parley (its schema is ${schemaVersion}, this one knows ${newest}). Restore it with that version.`,
  );
}

/** The key that the backup is sealed with: from the backup, the file named, or the data folder. */
async function findKey(
  source: string,
  dataFolder: string,
  { rootKey, withKeys }: Manifest,
  given: string | undefined,
): Promise<Buffer> {
  const file = given ?? join(withKeys ? source : dataFolder, 'root.key');
  const bytes = await readFile(file).catch(() => null);
  const found = bytes === null ? null : fingerprintOf(Buffer.from(bytes.toString('utf8').trim(), 'hex'));
  if (bytes === null || (rootKey !== null && found !== rootKey)) {
    throw new StartProblem(
      `${bytes === null ? `There is no key in ${file}` : `${file} holds another key`}; the backup is sealed with the key ${rootKey ?? 'of its database'}. Name its file with --key-file. Nothing was written.`,
    );
  }
  const there = await readFile(join(dataFolder, 'root.key')).catch(() => null);
  if (there !== null && there.toString('utf8').trim() !== bytes.toString('utf8').trim()) {
    throw new StartProblem(
      `${join(dataFolder, 'root.key')} holds another key: it was left as it is, and nothing was written.`,
    );
  }
  return bytes;
}

async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  if ((await stat(to).catch(() => null)) === null) await copyFile(from, to);
}
