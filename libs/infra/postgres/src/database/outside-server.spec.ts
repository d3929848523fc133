import { readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { makeTlsFiles, scratchFolder } from '@parley/testing';
import { emptyEngine, startEngine, type RunningEngine } from '@parley/testing/engines';
import pg from 'pg';
import { PostgresProblem } from '../embedded/postgres-problem.ts';
import { assertDurable } from './assert-durable.ts';
import { Database } from './database.ts';
import { migrate, readMigrations } from './migrate.ts';

const PATIENCE_MS = 60_000;

describe('a server of somebody else’s, over TLS', () => {
  let folder: string;
  let server: RunningEngine;
  /** Of a user who may create roles and owns the database, and may do nothing else. */
  let databaseUrl: string;
  let database: Database;

  beforeAll(async () => {
    folder = scratchFolder('outside-server');
    server = await startEngine('postgres', folder, { tls: makeTlsFiles(folder, 'server') });
    await ask(server.address, `create role migrator login createrole password 'of the migrator'`);
    await ask(server.address, 'create database parley owner migrator');
    databaseUrl = withParts(server.address, { username: 'migrator', password: 'of the migrator', pathname: '/parley' });
  }, PATIENCE_MS);
  afterAll(async () => {
    await database?.close();
    await server?.stop();
    emptyEngine('postgres', folder);
    rmSync(folder, { recursive: true, force: true });
  }, PATIENCE_MS);

  async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  function withParts(
    url: string,
    parts: Partial<Pick<URL, 'username' | 'password' | 'pathname' | 'hostname'>>,
  ): string {
    return Object.assign(new URL(url), parts).href;
  }

  function withAuthority(file: string): string {
    const url = new URL(databaseUrl);
    url.searchParams.set('sslrootcert', file);
    return url.href;
  }

  it('rule 17: is durable', async () => {
    expect(await assertDurable({ connectionString: databaseUrl })).toEqual([]);
  });

  it('is migrated by a user who may create roles and is no superuser, and a second time by the same', async () => {
    const all = readMigrations().length;
    expect(await migrate({ connectionString: databaseUrl })).toEqual({ applied: all });
    expect(await migrate({ connectionString: databaseUrl })).toEqual({ applied: 0 });
  });

  describe('once it is migrated', () => {
    beforeAll(async () => {
      await migrate({ connectionString: databaseUrl });
      database = new Database({ connectionString: databaseUrl });
    });

    const asServices = (text: string): Promise<Record<string, unknown>[]> => database.query({ name: '', text }, []);

    it('is used by the services as their role, which may not more than they', async () => {
      const [role] = await asServices(
        'select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcanlogin from pg_roles where rolname = current_user',
      );
      expect(role).toEqual({
        rolname: 'parley_service',
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcanlogin: false,
      });
    });

    it('holds no table that the services or the migrating user own, and none without row-level security for both', async () => {
      const tables = await ask(
        databaseUrl,
        `select distinct r.rolname as owner, r.rolsuper or r.rolbypassrls as above, c.relrowsecurity and c.relforcerowsecurity as secured
         from pg_class c join pg_roles r on r.oid = c.relowner
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant'
         where c.relnamespace = 'parley'::regnamespace and c.relkind in ('r', 'p')`,
      );
      expect(tables).toEqual([{ owner: 'parley_owner', above: false, secured: true }]);
    });

    it('shows a tenant its own rows alone, and nobody any outside of a tenant', async () => {
      const insert = "insert into messages values ('anna', 'c', 1, 1, 'visitor', '', '', 'web:1', 1)";
      const select = 'select tenant from messages';
      const seenBy = (tenant: string) =>
        database.inTenants([tenant], (session) => session.query({ name: '', text: select }, []));
      await database.inTenants(['anna'], (session) => session.query({ name: '', text: insert }, []));
      expect([await seenBy('anna'), await seenBy('bert'), await asServices(select)]).toEqual([
        [{ tenant: 'anna' }],
        [],
        [],
      ]);
    });
  });

  it('is refused when its authority is not the one that was named', async () => {
    const stranger = makeTlsFiles(folder, 'stranger');
    const refusal = migrate({ connectionString: withAuthority(stranger.authorityFile) });
    await expect(refusal).rejects.toThrow(PostgresProblem);
    await expect(assertDurable({ connectionString: withAuthority(stranger.authorityFile) })).rejects.toThrow(
      /certificate that no trusted authority has signed \(.+\), and nothing was sent to it\. Name its authority with sslrootcert in DATABASE_URL\./,
    );
  });

  it('is refused with the name of the file when the authority cannot be read', async () => {
    const refusal = assertDurable({ connectionString: withAuthority('/nowhere/ca.crt') });
    await expect(refusal).rejects.toThrow('/nowhere/ca.crt, which DATABASE_URL names, cannot be read.');
  });

  it('takes nobody who comes without TLS', async () => {
    const url = new URL(databaseUrl);
    url.search = '';
    await expect(migrate({ connectionString: url.href })).rejects.toThrow(/no encryption/);
  });
});

describe('a server that is not what the address says', () => {
  let folder: string;
  let impostor: Server;
  beforeEach(() => (folder = scratchFolder('impostor')));
  afterEach(async () => {
    await new Promise((resolve) => impostor.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  /** Listens; answers PostgreSQL's question for TLS with one letter, and goes on as it likes. */
  async function listen(letter: 'S' | 'N', goOn: (socket: Socket) => void): Promise<string> {
    impostor = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write(letter);
        goOn(socket);
      });
    });
    await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
    return `postgres://anna:secret@localhost:${(impostor.address() as AddressInfo).port}/parley?sslmode=verify-full`;
  }

  it('is refused when its certificate is of another host', async () => {
    const { authorityFile, certificateFile, keyFile } = makeTlsFiles(folder, 'other', 'bank.example');
    const [cert, key] = [readFileSync(certificateFile), readFileSync(keyFile)];
    const url = await listen('S', (socket) =>
      new TLSSocket(socket, { isServer: true, cert, key }).on('error', () => undefined),
    );
    const refusal = assertDurable({ connectionString: `${url}&sslrootcert=${authorityFile}` });
    await expect(refusal).rejects.toThrow(
      /certificate of the database is of another host \(.*bank\.example.*\), and nothing was sent/,
    );
  });

  it('is refused when it does not speak TLS', async () => {
    const url = await listen('N', (socket) => socket.end());
    await expect(assertDurable({ connectionString: url })).rejects.toThrow(/^The database does not speak TLS/);
  });
});
