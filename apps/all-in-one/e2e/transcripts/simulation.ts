import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stimulusContext } from '@parley/contracts';
import { Bank } from '@parley/demo-bank';
import { openRootKey } from '@parley/local';
import type { Stimulus, StimulusBody } from '@parley/message';
import { canonicalBytes } from '@parley/message';
import { PostgresConversationKeys, PostgresEventLog, PostgresTenants } from '@parley/postgres';
import type { TestDatabase } from '@parley/postgres/testing';
import { testDatabase } from '@parley/postgres/testing';
import { storedKeyring } from '@parley/service-kit';
import { HttpClient, TenantApi } from '@parley/testing';
import pg from 'pg';
import type { Parley } from '../../src/index.ts';
import { readParleyConfig, startParley } from '../../src/index.ts';
import { ScriptedBank } from './scripted-bank.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A conversation's address at the log. */
export type Address = Pick<Stimulus, 'tenant' | 'connection' | 'conversation'>;

const patienceMs = 20_000;
const lookEveryMs = 5;

/** What is left to do at a time, and when there is more. One statement, so that nothing slips between two looks. */
const restless = `
  select
    (select count(*) from parley.event_log l
      where l.id > (select coalesce(min(watermark), 0) from parley.log_consumers)
        and not exists (select from parley.journal j
          where (j.tenant, j.conversation, j.event_id) = (l.tenant, l.conversation, l.event_id))
        and not exists (select from parley.settled_events s
          where (s.tenant, s.conversation, s.event_id) = (l.tenant, l.conversation, l.event_id))) as unsettled,
    (select count(*) from parley.wake_ups where due <= $1) as wake_ups,
    (select count(*) from parley.operations where not_before <= $1) as operations,
    least((select min(due) from parley.wake_ups where due > $1),
      (select min(not_before) from parley.operations where not_before > $1)) as next`;

/** The whole platform over HTTP and PostgreSQL, on a clock that stands still until everything due is done. */
export class Simulation {
  readonly clock: VirtualClock;
  parley!: Parley;
  http!: HttpClient;
  tenant = '';
  private key = '';
  private readonly database: TestDatabase;
  private readonly folder: string;
  readonly bank: ScriptedBank;
  private readonly ledger: Bank;

  private constructor(clock: VirtualClock, database: TestDatabase, folder: string, ledger: Bank) {
    this.clock = clock;
    this.database = database;
    this.folder = folder;
    this.ledger = ledger;
    this.bank = new ScriptedBank(ledger, clock);
  }

  static async begin(): Promise<Simulation> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-simulation-'));
    // Ahead of the real clock, by which calls in process measure their deadlines.
    const clock = new VirtualClock(Date.now() + 24 * 3600 * 1000);
    const ledger = await Bank.open(join(folder, 'ledger.jsonl'));
    const simulation = new Simulation(clock, await testDatabase(), folder, ledger);
    await simulation.start();
    const platformKey = (await readFile(join(folder, 'platform.key'), 'utf8')).trim();
    const made = await simulation.http.call('POST', '/v1/tenants', { name: 'Simulated' }, { token: platformKey });
    ({ tenant: simulation.tenant, apiKey: simulation.key } = made.content as { tenant: string; apiKey: string });
    return simulation;
  }

  get api(): TenantApi {
    return new TenantApi(this.http, this.key);
  }

  /** Stops everything but the database and the bank, and starts it again. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async end(): Promise<void> {
    await this.stop();
    await this.ledger.close();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Moves the clock on, and does everything on the way at its own time. */
  async advance(to: number): Promise<void> {
    for (;;) {
      const next = Math.min(await this.settle(), this.clock.next);
      if (next > to) break;
      this.clock.moveTo(next);
    }
    this.clock.moveTo(to);
    await this.settle();
  }

  /** Waits until nothing is left to do now; answers when there is more, ms since the epoch or Infinity. */
  async settle(): Promise<number> {
    const giveUpAt = Date.now() + patienceMs;
    for (;;) {
      const [row] = await this.database.asAdmin<Record<string, string | null>>(restless, [this.clock.now]);
      const { unsettled, wake_ups: wakeUps, operations, next = null } = row ?? {};
      if (Number(unsettled) + Number(wakeUps) === 0 && Number(operations) === this.clock.asleep) {
        return next === null ? Infinity : Number(next);
      }
      if (Date.now() > giveUpAt) throw new Error(`It does not come to rest: ${JSON.stringify(row)}`);
      await sleep(lookEveryMs);
    }
  }

  /** From now on entries have to wait, until what is answered is called: what is said stays in the log. */
  async holdUp(): Promise<() => Promise<void>> {
    const client = new pg.Client(this.database.address);
    await client.connect();
    await client.query('begin');
    await client.query('lock table parley.journal in access exclusive mode');
    return () => client.end();
  }

  /** One statement as the superuser, bound by no row-level security. */
  asAdmin<Row extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.database.asAdmin<Row>(sql, values);
  }

  /** For what no address takes yet: a stimulus, sealed, straight to the log. */
  async append(
    address: Address,
    body: StimulusBody,
    eventId: Stimulus['eventId'] = `api:${randomUUID()}`,
  ): Promise<void> {
    const database = this.database.open();
    const tenants = new PostgresTenants(database);
    const opened = await openRootKey(join(this.folder, 'root.key'), tenants);
    if (!opened.ok) throw new Error(opened.problem);
    const { sealing } = opened;
    const keyring = storedKeyring({ keys: new PostgresConversationKeys(database), tenants, sealing });
    const [current] = await keyring.ensure([address]);
    if (current === undefined) throw new Error('There is no key.');
    const stimulus: Stimulus = { ...address, eventId, receivedAt: this.clock.now, body };
    const sealed = sealing.seal(current.key, canonicalBytes(stimulus), stimulusContext(stimulus));
    const { receivedAt } = stimulus;
    const record = { ...address, eventId, receivedAt, generation: current.generation, sealed };
    await new PostgresEventLog(database).append([record]);
  }

  private async start(): Promise<void> {
    const read = readParleyConfig({ PARLEY_DATA: this.folder, PORT: '0', PARLEY_DEMO: 'false', DURABILITY: 'dev' });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const world = { now: () => this.clock.now, bank: this.bank, models: null, scanEveryMs: 20 };
    this.parley = await startParley({ ...read.config, databaseUrl: urlOf(this.database) }, world);
    this.http = new HttpClient(this.parley.url);
  }

  private async stop(): Promise<void> {
    await this.http.close();
    const faults = await this.parley.stop();
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }
}

function urlOf({ address }: TestDatabase): string {
  const { connectionString, host = '', port, user, database } = address;
  return connectionString ?? `postgresql://${user}@${encodeURIComponent(host)}:${port}/${database}`;
}
