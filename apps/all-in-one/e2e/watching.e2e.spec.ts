import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from '@parley/postgres/testing';
import { testDatabase } from '@parley/postgres/testing';
import { freePort, HttpClient, WebVisitor } from '@parley/testing';
import type { Parley, ParleyConfig } from '../src/index.ts';
import { readParleyConfig, startParley } from '../src/index.ts';

let folder: string;
let database: TestDatabase;
let config: ParleyConfig;
let parley: Parley | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-watching-'));
  database = await testDatabase();
  const read = readParleyConfig({ PARLEY_DATA: folder, PORT: '0', DURABILITY: 'dev' });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { connectionString, host = '', port, user, database: name } = database.address;
  const databaseUrl = connectionString ?? `postgresql://${user}@${encodeURIComponent(host)}:${port}/${name}`;
  config = { ...read.config, databaseUrl };
}, 60_000);
afterEach(async () => {
  await parley?.stop();
  parley = undefined;
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function talk(url: string): Promise<void> {
  const http = new HttpClient(url);
  const ann = await WebVisitor.arrive(http, 'demo');
  await ann.say('1', 'send 200 to Zanzibara');
  await ann.until((messages) => messages.some(({ text }) => text.includes('Anything else?')));
  await http.call('GET', '/nowhere/secret-path-of-somebody');
  await http.close();
}

const scrape = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();

describe('what Prometheus reads', () => {
  it('holds the figures that an operator needs, and nothing of anybody', async () => {
    parley = await startParley(config);
    await talk(parley.url);
    const text = await scrape(parley.url);
    expect(text).toMatch(/^parley_entries_total\{outcome="taken"\} [1-9]/m);
    expect(text).toMatch(/^parley_log_appended_total [1-9]/m);
    expect(text).toMatch(/^parley_replies_total\{channel="web-chat",result="sent"\} [1-9]/m);
    expect(text).toMatch(/^parley_integration_calls_total\{integration="demo-bank[^"]*",result="done"\} [1-9]/m);
    expect(text).toMatch(/route="\/channels\/:channel\/:connection\/:path",method="POST",status="200"\} 1$/m);
    expect(text).toMatch(/^parley_http_requests_total\{route="unknown",method="GET",status="404"\} 1$/m);
    expect(text).toMatch(/^parley_dependency_up\{dependency="database"\} 1$/m);
    const figures = [
      'log_lag_records',
      'log_oldest_unprocessed_seconds',
      'deliveries_pending',
      'delivery_oldest_seconds',
      'timer_delay_seconds',
      'operations_open',
      'quarantine_items',
      'database_bytes',
      'disk_free_bytes',
    ];
    for (const figure of figures) expect(text).toMatch(new RegExp(`^parley_${figure} \\d`, 'm'));
    expect(text).not.toMatch(/Zanzibara|secret-path|="demo"|pk_/);
  }, 60_000);

  it('is on a port of its own when the operator says so, and then not on the public one', async () => {
    const metricsPort = await freePort();
    parley = await startParley({ ...config, metricsPort });
    const publicly = await fetch(`${parley.url}/metrics`);
    expect(publicly.status).toBe(404);
    expect(await scrape(`http://127.0.0.1:${metricsPort}`)).toMatch(/^parley_log_lag_records 0$/m);
    expect((await fetch(`http://127.0.0.1:${metricsPort}/v1/conversations`)).status).toBe(404);
  }, 60_000);
});
