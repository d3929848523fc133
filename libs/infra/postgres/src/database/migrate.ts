import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { PostgresProblem } from '../embedded/postgres-problem.ts';
import { isOwnServer, SCHEMA, SERVICE_ROLE, type PostgresAddress } from './address.ts';
import { connect } from './connect.ts';

export interface Migration {
  /** The number its file's name begins with. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

/** Any fixed number: whoever migrates holds this advisory lock of the database. */
const MIGRATION_LOCK = 7_274_001;

const ENSURE_TABLE = `
  create schema if not exists parley;
  create table if not exists parley.migrations (
    version integer primary key, name text not null, hash text not null, applied_at timestamptz not null default now())`;

/** The migrations of this version of Parley, ascending. */
export function readMigrations(folder = migrationsFolder()): readonly Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-.+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const sql = readFileSync(`${folder}/${file}`, 'utf8');
      return {
        version: Number(file.slice(0, 4)),
        name: file,
        sql,
        hash: createHash('sha256').update(sql).digest('hex'),
      };
    });
}

/** Beside the code when it is bundled into one file, else in this project. */
function migrationsFolder(): string {
  const bundled = fileURLToPath(new URL('./migrations/', import.meta.url));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL('../../migrations/', import.meta.url));
}

/**
 * Brings the database to this version: each missing migration in a transaction of its own, one process at a time.
 * Throws PostgresProblem when the schema is newer than this Parley, or a migration was changed after it was applied.
 */
export async function migrate(
  address: PostgresAddress,
  migrations = readMigrations(),
): Promise<{ readonly applied: number }> {
  const client = await connect({ ...address, application_name: 'parley migrate', options: `-c search_path=${SCHEMA}` });
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(ENSURE_TABLE);
    const done = await client.query<{ version: number; name: string; hash: string }>(
      'select version, name, hash from parley.migrations',
    );
    const missing = missingMigrations(migrations, done.rows);
    for (const migration of missing) await apply(client, migration);
    if (isOwnServer(address)) await client.query(`alter role ${SERVICE_ROLE} login`);
    return { applied: missing.length };
  } finally {
    await client.end();
  }
}

function missingMigrations(
  known: readonly Migration[],
  done: readonly { version: number; name: string; hash: string }[],
): readonly Migration[] {
  const byVersion = new Map(known.map((migration) => [migration.version, migration]));
  for (const row of done) {
    const migration = byVersion.get(row.version);
    if (migration === undefined) {
      throw new PostgresProblem(
        `The database was written by a newer Parley (it has migration ${row.name}). Start that version, or restore a backup from before.`,
      );
    }
    if (migration.hash !== row.hash) {
      throw new PostgresProblem(
        `Migration ${row.name} was changed after it had been applied. Take back the change and add a new migration.`,
      );
    }
  }
  const applied = new Set(done.map((row) => row.version));
  return known.filter((migration) => !applied.has(migration.version));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into parley.migrations (version, name, hash) values ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.hash,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    const said = error instanceof Error ? error.message : String(error);
    throw new PostgresProblem(`Migration ${migration.name} failed and changed nothing: ${said}`, { cause: error });
  }
}
