import { testDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { Database, Session } from './database.ts';

interface Column {
  readonly name: string;
  readonly type: string;
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

const TENANTS = ['anna', 'bert', 'carl'] as const;

/** Some value of each type that our tables have; texts differ from row to row. */
function sample({ name, type }: Column, tenant: string): string {
  if (name === 'tenant') return `'${tenant}'`;
  switch (type) {
    case 'text':
      return `'${name} of ${tenant}'`;
    case 'bigint':
    case 'integer':
    case 'smallint':
      return String(tenant.charCodeAt(0));
    case 'bytea':
      return `'\\x00ff'`;
    case 'boolean':
      return 'false';
    default:
      return `'{}'`;
  }
}

describe('tables that hold rows of tenants', () => {
  let test: TestDatabase;
  let database: Database;
  let tables: readonly Table[];

  const columnsWithTenant = `
    select c.relname as name, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'parley'::regnamespace and c.relkind in ('r', 'p')
    group by c.relname having bool_or(a.attname = 'tenant')`;

  /** The whole statement is the test: no WHERE, as the services' own role. */
  const raw = (session: Session, text: string): Promise<Record<string, unknown>[]> =>
    session.query({ name: '', text }, []);

  beforeAll(async () => {
    test = await testDatabase();
    // One connection, so that every transaction follows another tenant's on it.
    database = test.open({ poolSize: 1 });
    tables = await test.asAdmin<Table & Record<string, unknown>>(columnsWithTenant);
    // Made-up values break checks and references, and those are not what is looked at here.
    const constraints = await test.asAdmin<{ drop: string }>(`
      select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint
      where connamespace = 'parley'::regnamespace and contype in ('c', 'f')`);
    for (const { drop } of constraints) await test.asAdmin(drop);
    for (const { name, columns } of tables) {
      for (const tenant of TENANTS) {
        const values = columns.map((column) => sample(column, tenant)).join(', ');
        await test.asAdmin(
          `insert into parley.${name} (${columns.map((column) => `"${column.name}"`).join(', ')}) values (${values})`,
        );
      }
    }
  }, 60_000);
  afterAll(() => test.drop());

  it('are found in the catalogue, those of the durable path among them', () => {
    const names = tables.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['event_log', 'journal', 'snapshots', 'wake_ups', 'operations', 'messages', 'deliveries']),
    );
  });

  it('have row-level security enabled and forced, and belong to a role that nobody logs in as', async () => {
    const rows = await test.asAdmin<{ name: string; ok: boolean }>(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity and r.rolname = 'parley_owner' and not r.rolcanlogin as ok
      from pg_class c join pg_roles r on r.oid = c.relowner
      where c.relnamespace = 'parley'::regnamespace and c.relname = any (string_to_array('${tables.map(({ name }) => name).join()}', ','))`);
    expect(rows.filter(({ ok }) => !ok)).toEqual([]);
    expect(rows).toHaveLength(tables.length);
  });

  it('are used by a role that neither owns one nor bypasses security, and cannot become another', async () => {
    const roles = await test.asAdmin(
      "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = 'parley_service'",
    );
    expect(roles).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false }]);
    const owned = await test.asAdmin(
      "select relname from pg_class join pg_roles r on r.oid = relowner where rolname = 'parley_service'",
    );
    expect(owned).toEqual([]);
    for (const role of ['parley_owner', 'parley_scanner', 'parley_admin']) {
      await expect(database.query({ name: '', text: `set role ${role}` }, [])).rejects.toThrow(/permission denied/);
    }
  });

  it('[F078] show one tenant its own rows to a statement without WHERE, on a connection just used for another', async () => {
    for (const tenant of [...TENANTS, ...TENANTS]) {
      for (const { name } of tables) {
        const rows = await database.inTenants([tenant], (session) =>
          raw(session, `select distinct tenant from ${name}`),
        );
        expect({ name, rows }).toEqual({ name, rows: [{ tenant }] });
      }
    }
  });

  it('show several tenants’ rows to a batch that was opened for them, and no others', async () => {
    for (const { name } of tables) {
      const text = `select distinct tenant from ${name} order by 1`;
      const rows = await database.inTenants(['carl', 'anna'], (session) => raw(session, text));
      expect({ name, rows }).toEqual({ name, rows: [{ tenant: 'anna' }, { tenant: 'carl' }] });
    }
  });

  it('show nothing outside any tenant, before or after a tenant’s transaction', async () => {
    for (const { name } of tables) {
      const text = `select from ${name}`;
      expect(await database.query({ name: '', text }, [])).toEqual([]);
      await database.inTenants(['anna'], (session) => raw(session, text));
      expect(await database.query({ name: '', text }, [])).toEqual([]);
      expect(await database.inTenants([], (session) => raw(session, text))).toEqual([]);
    }
  });

  it('let nobody write a row of another tenant', async () => {
    for (const { name, columns } of tables) {
      const values = columns.map((column) => sample(column, 'mallory')).join(', ');
      const insert = `insert into ${name} (${columns.map((column) => `"${column.name}"`).join(', ')}) values (${values})`;
      await expect(database.inTenants(['anna'], (session) => raw(session, insert))).rejects.toThrow(
        /row-level security|permission denied/,
      );
      const moved = database.inTenants(['anna'], (session) => raw(session, `update ${name} set tenant = 'bert'`));
      await expect(moved).rejects.toThrow(/row-level security|permission denied|duplicate key/);
    }
  });

  it.each(['journal', 'event_log', 'settled_events', 'operation_attempts', 'delivery_claims', 'delivery_statuses'])(
    'rule 9: %s is never changed: not even a tenant’s own rows by the services',
    async (name) => {
      for (const text of [`update ${name} set tenant = tenant`, `delete from ${name}`]) {
        await expect(database.inTenants(['anna'], (session) => raw(session, text))).rejects.toThrow(
          /permission denied/,
        );
      }
    },
  );

  it('lose only the tenant’s own rows to an update or delete without WHERE', async () => {
    for (const { name } of tables) {
      await database
        .inTenants(['anna'], async (session) => {
          await raw(session, `update ${name} set tenant = tenant`).catch(() => undefined);
        })
        .catch(() => undefined);
      await database.inTenants(['anna'], (session) => raw(session, `delete from ${name}`)).catch(() => undefined);
      const left = await test.asAdmin<{ tenant: string }>(
        `select tenant from parley.${name} where tenant in ('bert', 'carl') order by 1`,
      );
      expect({ name, left }).toEqual({ name, left: [{ tenant: 'bert' }, { tenant: 'carl' }] });
    }
  });

  it('are looked at across tenants by few functions alone, and these answer no text of a person', async () => {
    const rows = await test.asAdmin<{ name: string }>(`
      select p.proname as name from pg_proc p where p.pronamespace = 'parley'::regnamespace and p.prosecdef order by 1`);
    expect(rows.map(({ name }) => name)).toEqual([
      'active_holds',
      'close_tenant',
      'destroy_tenant_keys',
      'due_operations',
      'due_wake_ups',
      'ended_conversations',
      'erase_tenant_rows',
      'figures',
      'find_api_key',
      'find_connection',
      'find_connection_state',
      'has_tenant_rows',
      'list_tenants',
      'log_end',
      'next_operation',
      'next_wake_up',
      'oldest_unprocessed',
      'pending_deliveries',
      'read_log',
      'read_log_records',
      'retire_entries',
      'retire_log',
      'retire_tombstones',
      'tenants_with_old_idempotency_keys',
      'tenants_with_old_quarantine',
      'trim_quarantine',
    ]);
  });
});
