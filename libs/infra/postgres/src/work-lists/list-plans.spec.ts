import pg from 'pg';
import { asService } from '../database/address.ts';
import { callOf } from '../database/call.ts';
import { queryOf, tenantSet, type Database, type Session } from '../database/database.ts';
import { PostgresConversations } from '../conversations/postgres-conversations.ts';
import { PostgresConversationSearch } from '../conversation-search/postgres-conversation-search.ts';
import { testDatabase, type TestDatabase } from '../testing/test-database.ts';
import { PostgresWorkLists } from './postgres-work-lists.ts';

const STORED = 20_000;
/** A page of those that fit looks at so many at most. */
const LOOKED_AT = 2_000;
const PAGE = 50;
/** Rows that may be read for each that is looked at. */
const MOST_READS = 2;

const conversations = `insert into parley.conversations (tenant, conversation, connection, seq, episode, flow, language, status, states,
    last_message, first_message, epoch, updated_at)
  select 'acme', 'c' || n, 'desk', 1, 1, 'f', 'en', 'bot', '[]', 1, 1, 0, n * 60000::bigint from generate_series(1, ${STORED}) n`;
const failed = `insert into parley.journal (tenant, conversation, seq, event_id, connection, generation, outcome, now, body_hash, previous_hash, body)
  select 'acme', 'c' || n, 1, 'web:' || n, 'desk', 1, 'failed', n, '', '', '' from generate_series(1, ${STORED}) n`;
const operations = `insert into parley.operations (tenant, conversation, operation, connection, seq, index, adapter, attempts, timeout_ms,
    backoff_ms, deadline, not_before, look_at)
  select 'acme', 'c' || n, 'o' || n, 'desk', 1, 0, 'bank', 1, 1, 1, n, 1, 1 from generate_series(1, ${STORED}) n`;

/** Whatever the plans were made from, a page reads its own rows and not all that the tenant has. */
describe.each([
  ['that nobody ever looked at', ''],
  ['that were analysed while they were empty', 'empty'],
  ['that were analysed when they were full', 'full'],
])('a page of a list, over tables %s', (_, analysed) => {
  let test: TestDatabase;
  let client: pg.Client;
  let database: Database;

  beforeAll(async () => {
    test = await testDatabase();
    if (analysed === 'empty') await test.asAdmin('analyze');
    for (const rows of [conversations, failed, operations]) await test.asAdmin(rows);
    if (analysed === 'full') await test.asAdmin('analyze');
    client = new pg.Client(asService(test.address, 'parley lists'));
    await client.connect();
    database = overClient(client);
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await test.drop();
  });

  /** Rows of this table that were read for a page, and how many it has. */
  const reads = async (table: string, page: () => Promise<readonly unknown[]>): Promise<readonly [number, number]> => {
    const read = async (): Promise<number> => {
      const text = `select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as reads from pg_stat_xact_user_tables
        where schemaname = 'parley' and relname = $1`;
      return (await client.query<{ reads: number }>(text, [table])).rows[0]?.reads ?? Number.NaN;
    };
    await client.query('begin');
    const before = await read();
    const { length } = await page();
    const after = await read();
    await client.query('commit');
    return [after - before, length];
  };

  it('of conversations', async () => {
    const list = new PostgresConversations(database);
    const [count, listed] = await reads('conversations', () => list.list('acme', PAGE));
    expect(listed).toBe(PAGE);
    expect(count).toBeLessThanOrEqual(MOST_READS * PAGE);
  });

  it('of conversations that stand in some way', async () => {
    const search = new PostgresConversationSearch(database);
    const find = async () => (await search.find('acme', { status: 'bot' }, PAGE)).conversations;
    const [count, listed] = await reads('conversations', find);
    expect(listed).toBe(PAGE);
    expect(count).toBeLessThanOrEqual(MOST_READS * LOOKED_AT);
  });

  it('of failed stimuli', async () => {
    const [count, listed] = await reads('journal', () => new PostgresWorkLists(database).failed('acme', PAGE));
    expect(listed).toBe(PAGE);
    expect(count).toBeLessThanOrEqual(MOST_READS * PAGE);
  });

  it('of open operations', async () => {
    const [count, listed] = await reads('operations', () => new PostgresWorkLists(database).operations('acme', PAGE));
    expect(listed).toBe(PAGE);
    expect(count).toBeLessThanOrEqual(MOST_READS * PAGE);
  });
});

/** The services' way to the database over one connection, whose transaction is looked at. */
function overClient(client: pg.Client): Database {
  const session: Session = {
    query: async (statement, values) => (await client.query(queryOf(statement, values))).rows,
  };
  return {
    lane: () => session,
    call: async (name: string, tenants: readonly string[], values: readonly unknown[]) =>
      session.query(callOf(name, values.length + 1), [tenantSet(tenants), ...values]),
    inTenants: async (tenants: readonly string[], work: (session: Session) => Promise<unknown>) => {
      await client.query('select set_config($1, $2, true)', ['parley.tenants', tenantSet(tenants)]);
      return work(session);
    },
  } as unknown as Database;
}
