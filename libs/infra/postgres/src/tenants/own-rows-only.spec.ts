import { PostgresApiKeys } from '../api-keys/postgres-api-keys.ts';
import { PostgresConnections } from '../connections/postgres-connections.ts';
import { PostgresConversationKeys } from '../conversation-keys/postgres-conversation-keys.ts';
import type { Database } from '../database/database.ts';
import { PostgresFlows } from '../flows/postgres-flows.ts';
import { PostgresQuarantine } from '../quarantine/postgres-quarantine.ts';
import { testDatabase, type TestDatabase } from '../testing/test-database.ts';
import { PostgresTenants } from './postgres-tenants.ts';

const TABLES = [
  'tenants',
  'api_keys',
  'connections',
  'conversation_keys',
  'conversation_flows',
  'conversation_flow_versions',
  'quarantine',
] as const;
const BYTES = Uint8Array.of(1, 2, 3);

/** One row in every table. */
async function fill(database: Database, tenant: string): Promise<void> {
  const at = 1_760_000_000_000;
  await new PostgresTenants(database).create({
    tenant,
    name: tenant,
    createdAt: at,
    wrappedKey: BYTES,
    wrappedIdKey: BYTES,
  });
  await new PostgresApiKeys(database).insert({
    id: `key-${tenant}`,
    tenant,
    secretHash: BYTES,
    name: '',
    scopes: [],
    createdAt: at,
    revokedAt: null,
    expiresAt: null,
    lastUsedAt: null,
    replaces: null,
  });
  await new PostgresConnections(database).insert({
    connection: `web-${tenant}`,
    tenant,
    channel: 'web-chat',
    flow: 'f',
    settings: {},
    sealedSecrets: BYTES,
    createdAt: at,
  });
  await new PostgresConversationKeys(database).ensure([{ tenant, conversation: 'c', generation: 1, wrapped: BYTES }]);
  const flows = new PostgresFlows(database);
  await flows.saveDraft({ tenant, flow: 'f', text: '{}', savedAt: at });
  await flows.publish({ tenant, flow: 'f', hash: 'h', text: '{}', publishedAt: at });
  await new PostgresQuarantine(database).keep({
    id: 'q',
    tenant,
    connection: 'web',
    reason: 'odd',
    sealed: BYTES,
    receivedAt: at,
  });
}

describe('statements of the services without any WHERE', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await testDatabase();
    // One connection only, so that every statement runs on the one that another tenant has just used.
    database = test.open({ poolSize: 1 });
    for (const tenant of ['ann', 'bob', 'cid']) await fill(database, tenant);
  });
  afterAll(() => test.drop());

  const tenantsSeen = async (table: string, tenants: readonly string[]): Promise<readonly string[]> => {
    const statement = { name: `see-${table}`, text: `select tenant from ${table} order by tenant` };
    const rows = await database.inTenants(tenants, (session) => session.query<{ tenant: string }>(statement, []));
    return rows.map(({ tenant }) => tenant);
  };

  it.each(TABLES)('read only the rows of the transaction’s tenants: %s', async (table) => {
    expect(await tenantsSeen(table, ['ann'])).toEqual(['ann']);
    expect(await tenantsSeen(table, ['bob', 'cid'])).toEqual(['bob', 'cid']);
    expect(await tenantsSeen(table, ['nobody'])).toEqual([]);
    expect(await tenantsSeen(table, [])).toEqual([]);
  });

  it.each(TABLES)(
    'read nothing outside a transaction of tenants, on a connection that one was just using: %s',
    async (table) => {
      await tenantsSeen(table, ['ann']);
      expect(await database.query({ name: `bare-${table}`, text: `select * from ${table}` }, [])).toEqual([]);
    },
  );

  it.each(TABLES)('change and delete no row of another tenant, and put none there: %s', async (table) => {
    const before = await test.asAdmin(`select * from parley.${table} where tenant <> 'ann' order by tenant`);
    const refused: string[] = [];
    for (const text of [
      `update ${table} set tenant = 'bob'`,
      `update ${table} set tenant = tenant`,
      `delete from ${table}`,
    ]) {
      await database
        .inTenants(['ann'], async (session) => {
          await session.query({ name: `change-${table}-${text.length}`, text }, []);
          throw new Error('take it back');
        })
        .catch((error: Error) => refused.push(error.message));
    }
    expect(refused[0]).toMatch(/row-level security|permission denied/);
    expect(await test.asAdmin(`select * from parley.${table} where tenant <> 'ann' order by tenant`)).toEqual(before);
    expect(await tenantsSeen(table, ['ann', 'bob', 'cid'])).toEqual(['ann', 'bob', 'cid']);
  });

  it('cannot leave with a delete what another tenant keeps', async () => {
    await fill(database, 'leaver');
    await database.inTenants(['leaver'], async (session) => {
      for (const table of TABLES) {
        if (table === 'conversation_flow_versions') continue;
        await session.query({ name: `leave-${table}`, text: `delete from ${table}` }, []);
      }
    });
    for (const table of TABLES) {
      const kept = await test.asAdmin<{ tenant: string }>(`select tenant from parley.${table} order by tenant`);
      const own = table === 'conversation_flow_versions' ? ['leaver'] : [];
      expect(kept.map(({ tenant }) => tenant)).toEqual(['ann', 'bob', 'cid', ...own]);
    }
  });

  it('cannot change or delete a published flow, not even their own', async () => {
    for (const text of [`update conversation_flow_versions set body = 'x'`, `delete from conversation_flow_versions`]) {
      await expect(
        database.inTenants(['ann'], (session) => session.query({ name: `version-${text.length}`, text }, [])),
      ).rejects.toThrow('permission denied');
    }
  });

  it('look up a key and a connection before the tenant is known by the whole id only, one row at most', async () => {
    const find = {
      name: 'find-any',
      text: `select tenant, id from find_api_key($1) union all select tenant, connection from find_connection($1)
        union all select tenant, 'listed' from list_tenants($1, 0)`,
    };
    expect(await database.query<{ tenant: string }>(find, ['key-bob'])).toMatchObject([{ tenant: 'bob' }]);
    for (const guess of ['%', '', 'key-', "key-bob' or 'a'='a"])
      expect(await database.query(find, [guess])).toEqual([]);
  });

  it('say neither which root key is used nor change it while they act for a tenant', async () => {
    await new PostgresTenants(database).rootKey('aa11');
    const see = { name: 'see-root', text: `select * from root_keys` };
    expect(await database.inTenants(['ann'], (session) => session.query(see, []))).toEqual([]);
    const change = { name: 'change-root', text: `update root_keys set fingerprint = 'bb22'` };
    await database.inTenants(['ann'], (session) => session.query(change, []));
    expect(await new PostgresTenants(database).rootKey()).toBe('aa11');
  });
});
