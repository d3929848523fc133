import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { PostgresAddress } from '../database/address.ts';
import { Database, type DatabaseOptions } from '../database/database.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { testServer } from './test-server.ts';

/** Any fixed number: whoever builds the template holds this lock of the `postgres` database. */
const TEMPLATE_LOCK = 7_274_002;

/** A migrated database of one's own. */
export interface TestDatabase {
  /** As the superuser: for looking behind row-level security, and for starting a whole application. */
  readonly address: PostgresAddress;
  /** Another one over the same database, as another process would have it. Closed with `drop`. */
  open(options?: DatabaseOptions): Database;
  /** One statement as the superuser, bound by no row-level security. */
  asAdmin<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/**
 * A fresh database from the migrated template (about 50 ms; the run's first one starts the server, about 2 s), on the run's
 * own server or on the one of this URL.
 */
export async function testDatabase(url?: string): Promise<TestDatabase> {
  const server = url === undefined ? await testServer() : { connectionString: url };
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withAdmin(server, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const template = await ensureTemplate(admin, server);
    await admin.query(`create database ${name} template ${template}`);
  });
  const address = inDatabase(server, name);
  const opened: Database[] = [];
  return {
    address,
    open: (options) => {
      const database = new Database(address, options ?? { poolSize: 4 });
      opened.push(database);
      return database;
    },
    asAdmin: (sql, values = []) =>
      withAdmin(address, async (admin) => (await admin.query(sql, [...values])).rows as never),
    drop: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await withAdmin(server, (admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}

async function ensureTemplate(admin: pg.Client, server: PostgresAddress): Promise<string> {
  const template = templateName(readMigrations().map((migration) => migration.hash));
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
  if (rowCount === 0) {
    const draft = `${template}_new`;
    await admin.query(`drop database if exists ${draft}`);
    await admin.query(`create database ${draft}`);
    await migrate(inDatabase(server, draft));
    await admin.query(`alter database ${draft} rename to ${template}`);
  }
  return template;
}

/** One template for each state of the migrations. */
function templateName(hashes: readonly string[]): string {
  return `parley_template_${createHash('sha256').update(hashes.join()).digest('hex').slice(0, 16)}`;
}

async function withAdmin<T>(address: PostgresAddress, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(address);
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function inDatabase(server: PostgresAddress, database: string): PostgresAddress {
  if (server.connectionString === undefined) return { ...server, database };
  const url = new URL(server.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}
