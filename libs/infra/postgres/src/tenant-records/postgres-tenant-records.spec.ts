import type { Database } from '../database/database.ts';
import { PostgresEventLog } from '../event-log/postgres-event-log.ts';
import { PostgresQuarantine } from '../quarantine/postgres-quarantine.ts';
import { PostgresTenants } from '../tenants/postgres-tenants.ts';
import { testDatabase, type TestDatabase } from '../testing/test-database.ts';
import { PostgresTenantRecords } from './postgres-tenant-records.ts';

const BYTES = Uint8Array.of(1, 2, 3);

describe('a tenant to be forgotten', () => {
  let test: TestDatabase;
  let database: Database;
  let records: PostgresTenantRecords;
  beforeEach(async () => {
    test = await testDatabase();
    database = test.open();
    records = new PostgresTenantRecords(database);
  }, 60_000);
  afterEach(() => test.drop());

  const column = `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant'
    where n.nspname = 'parley' and c.relkind = 'r' order by 1`;

  /** One row of the tenant in each table that has tenants, whatever its columns are. */
  async function fill(tenant: string): Promise<readonly string[]> {
    const tables = (await test.asAdmin<{ name: string }>(column)).map(({ name }) => name);
    for (const table of tables.filter((name) => name !== 'root_keys')) {
      const columns = await test.asAdmin<{ name: string; type: string }>(
        `select column_name as name, data_type as type from information_schema.columns
         where table_schema = 'parley' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'`,
        [table],
      );
      const values = columns.map(({ name, type }) => valueOf(tenant, name, type));
      await test.asAdmin(
        `insert into parley.${table} (${columns.map(({ name }) => name).join()}) values (${values.join()})`,
      );
    }
    return tables;
  }

  const holding = async (tenant: string): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const { name } of await test.asAdmin<{ name: string }>(column)) {
      const rows = await test.asAdmin(`select from parley.${name} where tenant = $1`, [tenant]);
      if (rows.length > 0) found.push(name);
    }
    return found;
  };

  it('has no row in any table that has tenants but its tombstone; others keep theirs', async () => {
    const tables = await fill('leaving');
    await fill('staying');
    expect(tables.length).toBeGreaterThan(15);
    await test.asAdmin("insert into parley.log_consumers values ('ingest', 2, true)");
    await records.close('leaving');
    expect(await holding('leaving')).not.toContain('connections');
    await records.destroyKeys('leaving');
    while ((await records.erase('leaving', 1)) > 0);
    expect(await records.isAnyLeft('leaving')).toBe(false);
    expect(await holding('leaving')).toEqual(['tenants']);
    expect(await holding('staying')).toEqual(tables.filter((name) => name !== 'root_keys'));
    expect(await new PostgresTenants(database).get('leaving')).toMatchObject({ name: '', wrappedKey: Buffer.alloc(0) });
  });

  it('keeps records of the log until they are handled, and positions go on after the last', async () => {
    const log = new PostgresEventLog(database);
    const record = {
      tenant: 'leaving',
      conversation: 'c',
      connection: 'k',
      generation: 1,
      sealed: BYTES,
      receivedAt: 1,
    };
    await log.append([
      { ...record, eventId: 'web:1' },
      { ...record, eventId: 'web:2' },
    ]);
    expect(await records.erase('leaving', 10)).toBe(0);
    expect(await records.isAnyLeft('leaving')).toBe(true);
    await test.asAdmin("insert into parley.log_consumers values ('ingest', 2, true)");
    expect(await records.erase('leaving', 10)).toBe(2);
    expect(await records.isAnyLeft('leaving')).toBe(false);
    await log.append([{ ...record, tenant: 'staying', eventId: 'web:3' }]);
    const rows = await test.asAdmin(
      'select id::int, tenant, event_id, length(sealed) as bytes from parley.event_log order by id',
    );
    expect(rows).toEqual([
      { id: 2, tenant: '', event_id: '', bytes: 0 },
      { id: 3, tenant: 'staying', event_id: 'web:3', bytes: 3 },
    ]);
  });

  it('is out of reach for the services by any other way', async () => {
    await new PostgresQuarantine(database).keep({
      ...{ id: 'q', tenant: 'staying', connection: 'web', reason: 'odd', sealed: BYTES, receivedAt: 1 },
    });
    const text = 'delete from parley.journal';
    await expect(
      database.inTenants(['staying'], (session) => session.query({ name: 'sly', text }, [])),
    ).rejects.toThrow(/permission denied/);
  });
});

/** Ids are told apart by the tenant; numbers by the table are all the same. */
function valueOf(tenant: string, name: string, type: string): string {
  if (name === 'id' && type === 'bigint') return tenant === 'leaving' ? '1' : '2';
  if (type === 'bigint' || type === 'integer') return '1';
  if (type === 'bytea') return "'\\x01'";
  if (type === 'ARRAY') return "'{}'";
  if (type === 'boolean') return 'true';
  if (type === 'jsonb' || type === 'json') return "'{}'";
  return `'${name === 'tenant' ? tenant : `${tenant}-${name}`}'`;
}
