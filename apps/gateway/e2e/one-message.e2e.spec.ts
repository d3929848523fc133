import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { newPlatformKey, securityDefaults } from '@parley/security';
import type { JournalEntryView } from '@parley/testing';
import { describeEngines, HttpClient, scratchFolder, TenantApi, WebVisitor } from '@parley/testing';
import { BankProcess, DistributedHouse } from '@parley/testing/house';

const flow = readFileSync(join(import.meta.dirname, '../../docs/examples/bank-transfer.flow.json'), 'utf8');
const startsWithin = 180_000;

/** The figure of the README, step by step: two of each service, over gRPC and Kafka, on Redis, MongoDB's wire and PostgreSQL. */
describeEngines(['kafka', 'redis', 'mongodb', 'postgres'], 'one message through services of their own', (engines) => {
  const platformKey = newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes));
  let house: DistributedHouse;
  let bank: BankProcess;
  let http: HttpClient;
  let api: TenantApi;
  let connection: string;
  let ann: WebVisitor;

  const texts = (): readonly string[] => ann.messages.map(({ from, text }) => `${from}: ${text}`);
  const journal = (): Promise<readonly JournalEntryView[]> => api.journal(ann.visit.conversation);

  beforeAll(async () => {
    bank = await BankProcess.start(join(scratchFolder('bank'), 'ledger.jsonl'), {});
    house = await DistributedHouse.build({ engines, platformKey, envOf: { adaptors: { DEMO_BANK_URL: bank.url } } });
    await house.start();
    http = new HttpClient(house.origin);
  }, startsWithin);

  afterAll(async () => {
    await http.close();
    bank.stop();
    await house.end();
  }, 60_000);

  it('[E088] starts in any order, and every service names what it depends on', async () => {
    for (const [service, dependencies] of Object.entries({
      gateway: ['Redis', 'chat', 'flows', 'engine', 'security'],
      chat: ['MongoDB', 'Kafka', 'Redis', 'security', 'state-engine'],
      'state-engine': ['PostgreSQL', 'Kafka', 'security', 'adaptors', 'models'],
      security: ['PostgreSQL', 'chat'],
    })) {
      for (const one of house.of(service as 'chat')) {
        const { status, dependencies: named } = await one.readiness();
        expect(status).toBe('ok');
        expect(Object.keys(named)).toEqual(expect.arrayContaining(dependencies));
      }
    }
  });

  it('a tenant is made with the platform’s key, its flow published, its chat opened', async () => {
    const made = await TenantApi.createTenant(http, platformKey, `bank-${randomBytes(4).toString('hex')}`);
    api = made.api;
    await api.publish('bank-transfer', flow);
    connection = await api.connect('bank-transfer', [house.origin]);
    expect((await http.call('GET', `/chat/${connection}`)).status).toBe(200);
  });

  it('a visitor comes in, and the greeting is there', async () => {
    ann = await WebVisitor.arrive(http, connection);
    expect((await ann.opened()).status).toBe(200);
    await ann.until((messages) => messages.length > 0);
    expect(texts()).toEqual(['bot: Hello there. I can send money for you.']);
  }, 60_000);

  it('a message is durable, understood, performed once, and answered in one gapless order', async () => {
    expect(await ann.say('m1', 'send 200 to Ann')).toMatchObject({ status: 200, content: { eventId: 'web:m1' } });
    await ann.until((messages) => messages.length >= 4, 30_000);
    expect(ann.messages.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(texts().slice(1)).toEqual([
      'person: send 200 to Ann',
      expect.stringMatching(/^bot: Done, id \S+\.$/),
      'bot: Anything else?',
    ]);
    expect((await journal()).map(({ entry }) => entry?.stimulus.body.kind)).toEqual(['opened', 'message', 'result']);
    expect(bank.ledger().filter(({ to }) => to === 'Ann')).toHaveLength(1);
  }, 60_000);

  it('the same message again, three times at once, changes nothing', async () => {
    const before = (await journal()).length;
    const answers = await Promise.all([1, 2, 3].map(() => ann.say('m1', 'send 200 to Ann')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await ann.say('m2', 'hello');
    await ann.until((messages) => messages.length > 4, 30_000);
    expect(await journal()).toHaveLength(before + 1);
  }, 60_000);

  it('rule 26: who waits for the outcome is told of it, whichever instance settled it', async () => {
    for (const n of [1, 2, 3, 4]) {
      const said = { connection, id: `w${n}`, text: 'what are the fees?' };
      const answer = await api.call('POST', '/v1/conversations?wait=10s', said);
      expect(answer).toMatchObject({ content: { settled: true, outcome: 'taken' } });
    }
  }, 60_000);

  it('an erased conversation leaves no message', async () => {
    expect((await api.erase(ann.visit.conversation)).status).toBe(204);
    await ann.read();
    const { conversation } = ann.visit;
    expect(await api.call('GET', `/v1/conversations/${conversation}/messages`)).toMatchObject({
      content: { messages: [] },
    });
  }, 60_000);

  it('every service tells its figures', async () => {
    for (const [service, figure] of [
      ['chat', 'parley_delivery_oldest_seconds 0'],
      ['chat', 'parley_partition_lag_records{partition='],
      ['state-engine', 'parley_timer_delay_seconds 0'],
      ['state-engine', 'parley_lease_takes_total{result="held"}'],
      ['gateway', 'parley_http_requests_total{route="/v1/tenants"'],
      ['security', 'parley_grpc_calls_total{method="parley.security.v1.KeyService/OpenTenantKeys",status="OK"}'],
    ] as const) {
      const pages = await Promise.all(
        house.of(service).map(async (one) => (await fetch(`http://127.0.0.1:${one.operationsPort}/metrics`)).text()),
      );
      expect(pages.join('\n')).toContain(figure);
    }
  });

  it('[E054] stops in good order', async () => {
    expect(await house.stop()).toEqual([]);
  }, 60_000);
});
