import { runningAddress } from '@parley/postgres';
import pg from 'pg';

/** Settings that decide what a commit costs, as the database reports them. */
const TELLING = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_sync_method',
  'shared_buffers',
  'wal_buffers',
  'max_wal_size',
  'checkpoint_timeout',
  'autovacuum',
];

/** Every column that may hold what somebody said, sealed. */
const SEALED = [
  ['event_log', 'sealed'],
  ['journal', 'body'],
  ['snapshots', 'sealed'],
  ['operation_attempts', 'request'],
] as const;

/** What a conversation has that nobody waits for: the log is short-lived and has an order of its own. */
const NOT_STORED = ['event_log'];

/** What differs from copy to copy: whose it is, and when it moved last, for no million of them does in one minute. None is woken while somebody measures. */
const COPIED: Readonly<Record<string, string>> = {
  conversation: 'md5(p.conversation || copy)',
  updated_at: 'p.updated_at - copy * 60000',
  due: 'p.due + 2592000000',
};

/** A look at the rows of a server that runs, past its services: what was promised is asked of the database itself. */
export class DatabaseUnderLoad {
  private constructor(private readonly client: pg.Client) {}

  static async open(dataFolder: string): Promise<DatabaseUnderLoad> {
    const address = runningAddress(dataFolder);
    if (address === null) throw new Error('No database runs on the data folder.');
    return DatabaseUnderLoad.at(address);
  }

  /** Of services of their own. */
  static async at(address: pg.ClientConfig): Promise<DatabaseUnderLoad> {
    const client = new pg.Client({ ...address, application_name: 'parley bench' });
    // Its end is noticed by whoever asks next.
    client.on('error', () => undefined);
    await client.connect();
    return new DatabaseUnderLoad(client);
  }

  async settings(): Promise<string> {
    const { rows } = await this.client.query<{ name: string; setting: string }>(
      `select name, current_setting(name) as setting from pg_settings where name = any ($1) order by name`,
      [TELLING],
    );
    return rows.map(({ name, setting }) => `${name}=${setting}`).join(' ');
  }

  /** Stimuli in the log whose entries are not committed yet; 250 ms behind at most. */
  async backlog(): Promise<number> {
    const { rows } = await this.client.query<{ backlog: string }>(
      'select parley.log_end() - (select coalesce(min(watermark), 0) from parley.log_consumers) as backlog',
    );
    return Number(rows[0]?.backlog ?? Number.NaN);
  }

  /** Replies that are not known as sent yet, and stimuli that are not handled. */
  async owedReplies(): Promise<number> {
    const { rows } = await this.client.query<{ owed: string }>('select count(*) as owed from parley.deliveries');
    return Number(rows[0]?.owed ?? Number.NaN) + (await this.backlog());
  }

  async sentReplies(): Promise<number> {
    const { rows } = await this.client.query<{ sent: string }>(
      `select count(*) as sent from parley.delivery_statuses where state = 'sent'`,
    );
    return Number(rows[0]?.sent ?? Number.NaN);
  }

  /** @throws when a row shows one of these texts, or a table that must hold sealed rows is empty */
  async assertSealed(texts: readonly string[], filled: readonly string[]): Promise<string> {
    const looked: string[] = [];
    for (const [table, column] of SEALED) {
      const { rows } = await this.client.query<{ rows: string; plain: string }>(
        `select count(*) as rows,
                count(*) filter (where exists (
                  select from unnest($1::text[]) said where position(convert_to(said, 'UTF8') in ${column}) > 0)) as plain
         from parley.${table} where ${column} is not null`,
        [texts],
      );
      const [found] = rows;
      if (Number(found?.plain) > 0) throw new Error(`${found?.plain} rows of ${table} show what was said.`);
      if (filled.includes(table) && Number(found?.rows) === 0) throw new Error(`${table} is empty.`);
      looked.push(`${table} ${found?.rows}`);
    }
    return looked.join(', ');
  }

  /** Keeps the rows of every conversation as they are now, to be copied. Answers how many conversations these are. */
  async keepPattern(): Promise<number> {
    await this.client.query('create schema pattern');
    for (const table of await this.tablesOfConversations()) {
      await this.client.query(`create table pattern.${table} as select * from parley.${table}`);
    }
    const { rows } = await this.client.query<{ count: string }>('select count(*) as count from pattern.conversations');
    return Number(rows[0]?.count);
  }

  /** Copies the pattern under new names, `from` up to `to`: rows that lie there, which nobody can speak to, for their seals are others'. */
  async copyPattern(from: number, to: number): Promise<void> {
    for (const table of await this.tablesOfConversations()) {
      const { rows } = await this.client.query<{ name: string }>(
        `select column_name as name from information_schema.columns
         where table_schema = 'parley' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
        [table],
      );
      const names = rows.map(({ name }) => name);
      const values = names.map((name) => COPIED[name] ?? `p.${name}`);
      await this.client.query(
        `insert into parley.${table} (${names.join(', ')})
         select ${values.join(', ')} from pattern.${table} p, generate_series(${from}, ${to - 1}) copy`,
      );
    }
  }

  /** What autovacuum and the checkpointer would do in their time. */
  async comeToRest(): Promise<void> {
    await this.client.query('vacuum analyze');
    await this.client.query('checkpoint');
  }

  /** Bytes of each table with its indexes, once nothing in it is left to be used again. */
  async tableBytes(): Promise<ReadonlyMap<string, number>> {
    await this.client.query('vacuum full');
    const { rows } = await this.client.query<{ name: string; bytes: string }>(
      'select name, bytes from parley.table_sizes()',
    );
    return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
  }

  /** Those that have a journal, wherever their summaries are. */
  async begunConversations(): Promise<number> {
    const { rows } = await this.client.query<{ count: string }>(
      'select count(*) as count from parley.journal where seq = 1',
    );
    return Number(rows[0]?.count);
  }

  async storedConversations(): Promise<number> {
    const { rows } = await this.client.query<{ count: string }>('select count(*) as count from parley.conversations');
    return Number(rows[0]?.count);
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async tablesOfConversations(): Promise<readonly string[]> {
    const { rows } = await this.client.query<{ name: string }>(
      `select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'parley' and c.column_name = 'conversation' and t.table_type = 'BASE TABLE' order by 1`,
    );
    return rows.map(({ name }) => name).filter((name) => !NOT_STORED.includes(name));
  }
}
