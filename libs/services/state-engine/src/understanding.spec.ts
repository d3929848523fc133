import { readFileSync } from 'node:fs';
import {
  OutcomeKind,
  type Client,
  type ModelOrchestratorService,
  type Outcome,
  type UnderstandRequest,
  type UnderstandResponse,
} from '@parley/contracts';
import { canonicalBytes } from '@parley/message';
import { claimAttempt } from './perform-operation.ts';
import { EngineWorld, repliesOf } from './testing/engine-world.ts';

const greeting = 'Hello there. I can send money for you.';
const unsure = 'Sorry, I did not get that.';

const bankFlow = readFileSync(
  new URL('../../../../apps/docs/examples/bank-transfer.flow.json', import.meta.url),
  'utf8',
);
/** The bank's transfer, understood by a model outside. */
const flow = bankFlow.replace('"model": "local"', '"model": "far"');

type Meant = Partial<Pick<UnderstandResponse, 'intent' | 'confidence'>> & { readonly entities?: object | string };

/** What the model says of each text; of others nothing ever comes back. */
const script: Readonly<Record<string, Meant>> = {
  'wire 200 quid to Bob': { intent: 'transfer', confidence: 0.9, entities: { amount: 200, recipient: 'Bob' } },
  'what is the price': { intent: 'fees', confidence: 0.8 },
  'perhaps the price': { intent: 'fees', confidence: 0.59 },
  'be a robber': { intent: 'rob', confidence: 1 },
  'be vague': { intent: 'fees', confidence: 7 },
  'be no JSON': { intent: 'fees', confidence: 1, entities: '{' },
  qwertz: {},
};

function models(asked: UnderstandRequest[]): Client<ModelOrchestratorService> {
  return {
    listModels: () => Promise.resolve({ models: ['far'] }),
    understand: (request) => {
      asked.push(request);
      const meant = script[request.text];
      if (meant === undefined) return Promise.reject(new Error('no answer'));
      const { intent, confidence = 0, entities = {} } = meant;
      const entitiesJson = typeof entities === 'string' ? new TextEncoder().encode(entities) : canonicalBytes(entities);
      return Promise.resolve({ intent, confidence, entitiesJson, alternatives: [] });
    },
  };
}

describe('understanding by a model outside', () => {
  let asked: UnderstandRequest[];
  let world: EngineWorld;

  beforeEach(async () => {
    asked = [];
    world = await EngineWorld.open({ flow, ports: { models: models(asked) } });
  });

  /** Asks whatever is to be asked until nothing is left, over its attempts; the replies that come of it. */
  async function settle(through = world): Promise<readonly string[]> {
    const outcomes: Outcome[] = [];
    for (let round = 0; round < 20; round += 1) {
      await through.perform();
      outcomes.push(...(await through.pump()));
      through.pass(2_000);
    }
    return outcomes.flatMap((outcome) => repliesOf(outcome));
  }

  it('rule 7: is asked for by a committed entry, and its result steps the message', async () => {
    expect(await world.say('ann', 'wire 200 quid to Bob', 'web:a')).toEqual([greeting]);
    expect(asked).toEqual([]);
    expect(await settle()).toEqual(['Done, id T-1.', 'Anything else?']);
    expect(asked).toMatchObject([{ tenant: 'acme', model: 'far', text: 'wire 200 quid to Bob', language: 'en' }]);
    expect(asked[0]?.intents).toEqual(expect.arrayContaining(['transfer', 'fees', 'human']));
    const [message, answer] = await world.journal('ann');
    expect(message).toMatchObject({ outcome: { kind: 'deferred' }, effects: [{ kind: 'act' }, { src: 'model.far' }] });
    expect(answer).toMatchObject({
      stimulus: { body: { kind: 'result', outcome: 'done' } },
      settles: ['web:a'],
      understanding: { intent: 'transfer', confidence: 0.9, entities: [{ name: 'amount' }, { name: 'recipient' }] },
    });
    expect(await world.verify('ann')).toEqual([]);
  });

  it('rule 8: keeps what is said meanwhile in order, and counts each of it once', async () => {
    await world.say('ann', 'wire 200 quid to Bob', 'web:a');
    expect(await world.say('ann', 'what is the price', 'web:b')).toEqual([]);
    const again = await world.send('ann', 'web:b', { kind: 'message', text: 'what is the price' });
    expect(again).toMatchObject({ kind: OutcomeKind.DUPLICATE });
    expect(await settle()).toEqual(['Done, id T-1.', 'Anything else?', 'Transfers are free.', 'Anything else?']);
    expect(await world.texts('ann')).toHaveLength(7);
    expect(await world.verify('ann')).toEqual([]);
  });

  it.each(['qwertz', 'perhaps the price', 'be a robber', 'be vague', 'be no JSON', 'never answered'])(
    'takes the ladder of the flow where the answer says nothing: %s',
    async (text) => {
      await world.send('ann', 'web:opened', { kind: 'opened' });
      await world.say('ann', text);
      expect(await settle()).toEqual([unsure]);
      expect(await world.verify('ann')).toEqual([]);
    },
  );

  it('rule 22: asks once more where the answer was lost, and no more than that', async () => {
    await world.say('ann', 'never answered');
    await settle();
    expect(asked).toHaveLength(2);
    expect((await world.journal('ann')).at(-1)?.stimulus.body).toMatchObject({ outcome: 'unknown', attempt: 2 });
  });

  it('rule 19: survives the process between the commit and the answer', async () => {
    await world.say('ann', 'what is the price', 'web:a');
    await world.say('ann', 'what is the price', 'web:b');
    const next = world.beside();
    expect(await settle(next)).toEqual([
      'Transfers are free.',
      'Anything else?',
      'Transfers are free.',
      'Anything else?',
    ]);
    expect(asked).toHaveLength(2);
    expect(await next.verify('ann')).toEqual([]);
  });

  it('rule 22: that died while it asked is asked again by the next, when its claim is over', async () => {
    await world.say('ann', 'what is the price');
    const [row] = await world.ports.operations.due(world.now, 1);
    if (row === undefined) throw new Error('nothing to be asked');
    expect(row).toMatchObject({ adapter: 'model.far', attempts: 2, timeoutMs: 10_000 });
    await claimAttempt(
      world.ports,
      row,
      1,
      canonicalBytes({ adapter: 'model.far', flow: '', language: 'en', input: {} }),
    );
    const next = world.beside();
    await next.perform();
    expect(await next.pump()).toEqual([]);
    next.pass(10_001);
    await next.perform();
    expect(asked).toHaveLength(1);
    expect((await next.pump())[0]).toMatchObject({ recorded: 'taken' });
    expect(await next.verify('ann')).toEqual([]);
  });

  it('rule 12: goes on with the version that it began with, another one published meanwhile', async () => {
    await world.say('ann', 'what is the price');
    await world.publish(flow.replaceAll('Transfers are free.', 'Transfers cost a fortune.'));
    expect(await settle()).toEqual(['Transfers are free.', 'Anything else?']);
    await world.say('bob', 'what is the price');
    expect(await settle()).toEqual(['Transfers cost a fortune.', 'Anything else?']);
    expect(await world.verify('ann')).toEqual([]);
  });

  it('rule 27: forgets what waits, and asks nobody about it', async () => {
    await world.say('ann', 'what is the price');
    await world.send('ann', 'agent:erase', { kind: 'erase', by: 'key' });
    expect(await settle()).toEqual([]);
    expect(asked).toEqual([]);
    expect(await world.say('ann', 'what is the price')).toEqual([greeting]);
    expect(await settle()).toEqual(['Transfers are free.', 'Anything else?']);
  });

  it('is not published with a model that nobody offers', async () => {
    await expect(world.publish(flow.replace('"far"', '"fra"'))).rejects.toThrow('model-unknown');
  });
});
