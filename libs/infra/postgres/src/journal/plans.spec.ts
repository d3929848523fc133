import type { ConversationRef, NewEntry } from '@parley/ports';
import pg from 'pg';
import { asService } from '../database/address.ts';
import { byteaArray, int8Array, textArray } from '../database/binary-array.ts';
import { callOf } from '../database/call.ts';
import { tenantSet } from '../database/database.ts';
import { testDatabase, type TestDatabase } from '../testing/test-database.ts';
import { commitValues } from './commit-values.ts';

const CONVERSATIONS = 1_500;
const BATCH = 50;
/** Rows of one table that a statement may read for each row that it is about: its own, its neighbours by key, one to spare. */
const MOST_READS = 4;

interface Reads {
  readonly relname: string;
  readonly reads: number;
}

/**
 * A plan is made once a connection, often while the tables are empty, and kept while they grow. Whatever it was made from, a
 * statement of the message path reads the rows that it is about and not the tenant's.
 */
describe.each([
  ['that nobody ever looked at', ''],
  ['that were analysed while they were empty', 'analyze'],
  ['that were full of dead rows and analysed empty', 'bloat'],
])('plans over tables %s', (_, before) => {
  let test: TestDatabase;
  let client: pg.Client;

  const talks: readonly ConversationRef[] = Array.from({ length: CONVERSATIONS }, (_, n) => ({
    tenant: 'acme',
    conversation: `c${n}`,
  }));
  const call = (name: string, values: readonly unknown[]): Promise<pg.QueryResult> =>
    client.query({ ...callOf(name, values.length), values: [...values] });
  const batches = function* (): Generator<readonly ConversationRef[]> {
    for (let n = 0; n < CONVERSATIONS; n += BATCH) yield talks.slice(n, n + BATCH).sort(byConversation);
  };
  const commit = (some: readonly ConversationRef[], seq: number): Promise<pg.QueryResult> =>
    call('commit_entries', commitValues(some.map((talk) => entryOf(talk, seq))));
  const told = (some: readonly ConversationRef[], seq: number): Promise<pg.QueryResult> => {
    const rows = some.flatMap((talk) => entryOf(talk, seq).rider?.deliveries ?? []);
    return call('record_statuses', [
      tenantSet(['acme']),
      textArray(rows.map((row) => row.tenant)),
      textArray(rows.map((row) => row.conversation)),
      textArray(rows.map((row) => row.reply)),
      textArray(rows.map(() => 'sent')),
      textArray(rows.map(() => null)),
      int8Array(rows.map(() => 1)),
    ]);
  };
  const refs = (some: readonly ConversationRef[]): readonly unknown[] => [
    tenantSet(['acme']),
    textArray(some.map(({ tenant }) => tenant)),
    textArray(some.map(({ conversation }) => conversation)),
  ];

  const counted = async (): Promise<ReadonlyMap<string, number>> => {
    const { rows } = await client.query<Reads>(
      `select relname, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as reads from pg_stat_xact_user_tables
       where schemaname = 'parley'`,
    );
    return new Map(rows.map(({ relname, reads }) => [relname, reads]));
  };

  /** The most rows of one table that the statement read, for each of the conversations. */
  const readsOf = async (some: readonly ConversationRef[], statement: () => Promise<unknown>): Promise<number> => {
    await client.query('begin');
    const already = await counted();
    await statement();
    const reads = [...(await counted())].map(([name, count]) => count - (already.get(name) ?? 0));
    await client.query('commit');
    return Math.max(...reads) / some.length;
  };

  beforeAll(async () => {
    test = await testDatabase();
    if (before === 'bloat') {
      await fill((some) => commit(some, 1));
      await client.end();
      for (const name of ['journal', 'snapshots', 'messages', 'deliveries', 'conversations'])
        await test.asAdmin(`delete from parley.${name}`);
    }
    if (before !== '') await test.asAdmin('analyze');
    // This connection makes its plans now, while the tables are empty.
    await fill(async (some) => {
      await commit(some, 1);
      await told(some, 1);
    });
  }, 60_000);

  const fill = async (work: (some: readonly ConversationRef[]) => Promise<unknown>): Promise<void> => {
    client = new pg.Client(asService(test.address, 'parley plans'));
    await client.connect();
    for (const some of batches()) await work(some);
  };

  afterAll(async () => {
    await client.end();
    await test.drop();
  });

  const some = talks.slice(100, 100 + BATCH).sort(byConversation);

  it('a commit', async () => {
    expect(await readsOf(some, () => commit(some, 2))).toBeLessThanOrEqual(MOST_READS);
  });

  it('the statuses of deliveries', async () => {
    expect(await readsOf(some, () => told(some, 2))).toBeLessThanOrEqual(MOST_READS);
  });

  it('the heads of conversations', async () => {
    expect(await readsOf(some, () => call('read_heads', refs(some)))).toBeLessThanOrEqual(MOST_READS);
  });

  it('entries by event id', async () => {
    const ids = some.map((talk) => entryOf(talk, 2).eventId);
    const values = [...refs(some), textArray(ids)];
    expect(await readsOf(some, () => call('find_entries', values))).toBeLessThanOrEqual(MOST_READS);
  });

  it('summaries', async () => {
    expect(await readsOf(some, () => call('read_summaries', refs(some)))).toBeLessThanOrEqual(MOST_READS);
  });

  it('claims of replies', async () => {
    const claim = (of: readonly ConversationRef[]): Promise<unknown> =>
      call('claim_deliveries', [
        ...refs(of),
        textArray(of.map(({ conversation }) => `${conversation}:1:0`)),
        ...[1, 2, 3].map((number) => int8Array(of.map(() => number))),
      ]);
    for (const of of batches()) await claim(of);
    expect(await readsOf(some, () => claim(some))).toBeLessThanOrEqual(MOST_READS);
  });

  it('records of the log', async () => {
    const values = [
      ...refs(some),
      ...[textArray(some.map(() => 'k')), textArray(some.map((_, n) => `web:${n}`)), int8Array(some.map(() => 1))],
      ...[int8Array(some.map(() => 1)), byteaArray(some.map(() => new Uint8Array(1)))],
    ];
    for (let n = 0; n < CONVERSATIONS; n += BATCH) await call('append_log', values);
    const ids = int8Array(some.map((_, n) => n + 1));
    expect(await readsOf(some, () => call('read_log_records', [ids]))).toBeLessThanOrEqual(MOST_READS);
  });

  it('keys of conversations', async () => {
    const keys = (of: readonly ConversationRef[]): readonly unknown[] => [
      ...refs(of).slice(1),
      int8Array(of.map(() => 1)),
      byteaArray(of.map(() => new Uint8Array(1))),
    ];
    for (const of of batches()) await call('ensure_conversation_keys', keys(of));
    expect(await readsOf(some, () => call('ensure_conversation_keys', keys(some)))).toBeLessThanOrEqual(MOST_READS);
    const asked = keys(some).slice(0, 3);
    expect(await readsOf(some, () => call('get_conversation_keys', asked))).toBeLessThanOrEqual(MOST_READS);
  });

  it('fired wake-ups', async () => {
    const values = [...refs(some), int8Array(some.map(() => 1))];
    expect(await readsOf(some, () => call('clear_wake_ups', values))).toBeLessThanOrEqual(MOST_READS);
  });
});

/** The entry at `seq`, chained to the one before, with a message, the reply to it and its delivery. */
function entryOf({ tenant, conversation }: ConversationRef, seq: number): NewEntry {
  const at = { tenant, conversation, seq };
  const hash = (of: number): Uint8Array => new TextEncoder().encode(`${conversation}/${of}`.padEnd(32, '.'));
  const message = { ...at, text: 'text', choices: [], eventId: `web:${seq}` as const, at: 1 };
  const reply = { tenant, conversation, connection: 'k', reply: `${conversation}:${seq}:0`, number: seq * 2 };
  return {
    ...{ ...at, connection: 'k', eventId: `web:${seq}`, generation: 1, body: hash(0), snapshot: hash(1) },
    ...{ bodyHash: hash(seq), previousHash: seq === 1 ? new Uint8Array(32) : hash(seq - 1) },
    ...{ settles: [], outcome: 'taken', now: 1, wakeUpAt: seq, opens: [], closes: [] },
    rider: {
      summary: {
        ...{ ...at, connection: 'k', episode: 1, flow: 'f', language: 'en', status: 'bot', states: ['idle'] },
        ...{ lastMessage: seq * 2, firstMessage: 1, epoch: 0, updatedAt: seq },
      },
      messages: [
        { ...message, number: seq * 2 - 1, from: 'person' },
        { ...message, number: seq * 2, from: 'bot' },
      ],
      deliveries: [{ ...reply, epoch: 0, createdAt: 1 }],
      erases: false,
    },
  };
}

function byConversation(a: ConversationRef, b: ConversationRef): number {
  return a.conversation < b.conversation ? -1 : 1;
}
