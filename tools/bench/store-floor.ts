import { randomBytes } from 'node:crypto';
import { startEmbeddedPostgres } from '@parley/postgres';
import pg from 'pg';

const LANES = 2;
const ROWS_PER_COMMIT = 64;

/** What one message leaves in the database, bytes: sealed stimulus, entry, snapshot and the text rows. */
async function bytesPerMessage(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(`
    select ((select avg(octet_length(sealed)) from parley.event_log)
          + (select avg(octet_length(body)) from parley.journal)
          + (select avg(octet_length(sealed)) from parley.snapshots)
          + 2 * (select avg(octet_length(body) + octet_length(choices) + octet_length(conversation)) from parley.messages))::bigint as bytes`);
  return Number(rows[0]?.bytes ?? 0);
}

/** Messages a second that a bare loop writes: the same bytes, group-committed, in the same database. */
export async function storeFloor(dataFolder: string, seconds: number): Promise<number> {
  const server = await startEmbeddedPostgres({ dataFolder });
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({ host: server.host, port: server.port, user: server.user, database: 'postgres' });
    await client.connect();
    return client;
  };
  const clients = await Promise.all(Array.from({ length: LANES }, open));
  try {
    const [first] = clients;
    if (first === undefined) return 0;
    const body = randomBytes(await bytesPerMessage(first));
    await first.query('create table if not exists public.floor (id bigserial primary key, body bytea)');
    await first.query('alter table public.floor alter column body set storage external');
    const until = performance.now() + seconds * 1000;
    let written = 0;
    await Promise.all(
      clients.map(async (client) => {
        while (performance.now() < until) {
          await client.query({
            name: 'floor',
            text: 'insert into public.floor (body) select $1::bytea from generate_series(1, $2)',
            values: [body, ROWS_PER_COMMIT],
          });
          written += ROWS_PER_COMMIT;
        }
      }),
    );
    return Math.round(written / seconds);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await server.stop();
  }
}
