import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { StateEngineServiceDefinition, type StateEngineService } from '@parley/contracts';
import { linkOverGrpc } from '@parley/grpc';
import { newPlatformKey, securityDefaults } from '@parley/security';
import { describeEngines, HttpClient, scratchFolder, TenantApi, WebVisitor, type HttpAnswer } from '@parley/testing';
import { BankProcess, DistributedHouse } from '@parley/testing/house';

const flow = readFileSync(join(import.meta.dirname, '../../docs/examples/bank-transfer.flow.json'), 'utf8');
const startsWithin = 180_000;
const engineInstances = 4;
const messages = 50;

/** Fifty people's worth of haste in one conversation, by its page and by the API, over four engines. */
describeEngines(['kafka', 'redis', 'mongodb', 'postgres'], 'one writer to a conversation', (engines) => {
  const platformKey = newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes));
  let house: DistributedHouse;
  let bank: BankProcess;
  let http: HttpClient;
  let tenant: string;
  let api: TenantApi;
  let ann: WebVisitor;
  let said: readonly string[];

  beforeAll(async () => {
    const instancesOf = { 'state-engine': engineInstances };
    bank = await BankProcess.start(join(scratchFolder('bank'), 'ledger.jsonl'), {});
    const envOf = { adaptors: { DEMO_BANK_URL: bank.url } };
    house = await DistributedHouse.build({ engines, platformKey, instancesOf, envOf });
    await house.start();
    http = new HttpClient(house.origin, messages);
    ({ tenant, api } = await TenantApi.createTenant(http, platformKey, `bank-${randomBytes(4).toString('hex')}`));
    await api.publish('bank-transfer', flow);
    ann = await WebVisitor.arrive(http, await api.connect('bank-transfer', [house.origin]));
    await ann.opened();
    await ann.until((shown) => shown.length > 0, 60_000);
  }, startsWithin);

  afterAll(async () => {
    await http.close();
    bank.stop();
    await house.end();
  }, 60_000);

  const sayByApi = (id: string): Promise<HttpAnswer> =>
    api.call('POST', `/v1/conversations/${ann.visit.conversation}/messages`, { id, text: 'what are the fees?' });

  it('fifty messages at once are all taken', async () => {
    const answers = await Promise.all(
      Array.from({ length: messages }, (_, turn) =>
        untilTaken(() => (turn % 2 === 0 ? sayByApi(`m${turn}`) : ann.say(`m${turn}`, 'what are the fees?'))),
      ),
    );
    said = answers.map(({ content }) => (content as { eventId: string }).eventId);
    expect(new Set(said).size).toBe(messages);
  }, 60_000);

  it('each has one entry, in one order without a gap', async () => {
    const journal = await untilLong(() => api.journal(ann.visit.conversation), messages + 1);
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1));
    const recorded = journal.slice(1).map(({ entry }) => entry?.stimulus.eventId ?? '');
    expect([...recorded].sort()).toEqual([...said].sort());
    const numbers = journal.flatMap(({ entry }) => entry?.messages.map(({ number }) => number) ?? []);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  }, 60_000);

  it('the page shows the same messages, in that order', async () => {
    const journal = await api.journal(ann.visit.conversation);
    const texts = journal.flatMap(({ entry }) => entry?.messages.map(({ text }) => text) ?? []);
    await ann.until((shown) => shown.length >= texts.length, 30_000);
    expect(ann.messages.map(({ number }) => number)).toEqual(texts.map((_, index) => index + 1));
    expect(ann.messages.map(({ text }) => text)).toEqual(texts);
  }, 60_000);

  it('replays as it is recorded', async () => {
    const engine = linkOverGrpc<StateEngineService>(StateEngineServiceDefinition, {
      target: house.targets['state-engine'],
    });
    const { conversation } = ann.visit;
    const { entries, faults } = await engine.verifyConversation({ tenant, conversation });
    engine.close();
    expect({ entries, faults }).toEqual({ entries: messages + 1, faults: [] });
  }, 60_000);
});

/** As a client that is told to wait does: the same again, under the same id. */
async function untilTaken(send: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  for (;;) {
    const answer = await send();
    if (answer.status < 300) return answer;
    if (answer.status !== 429 && answer.status < 500) throw new Error(`HTTP ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function untilLong<T>(read: () => Promise<readonly T[]>, length: number): Promise<readonly T[]> {
  for (;;) {
    const all = await read();
    if (all.length >= length) return all;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
