import { readFileSync } from 'node:fs';
import { FlowServiceDefinition, linkInProcess, type Client, type FlowService } from '@parley/contracts';
import { sha256Hex } from '@parley/message';
import { EngineWorld, tenant } from './testing/engine-world.ts';

const example = new URL('../../../../apps/docs/examples/bank-transfer.flow.json', import.meta.url);
const text = readFileSync(example, 'utf8');
const flow = 'bank-transfer';
const id = { tenant, flow };

async function open(): Promise<{ world: EngineWorld; flows: Client<FlowService> }> {
  const world = await EngineWorld.open();
  return { world, flows: linkInProcess<FlowService>(FlowServiceDefinition, world.engine.flows, { wire: true }) };
}

describe('a draft', () => {
  it('[E058] [E059] [E082] may be any text, and is kept as it was written', async () => {
    const { flows } = await open();
    const { hash } = await flows.saveDraft({ ...id, text: '{ not yet' });
    expect(hash).toBe(sha256Hex('{ not yet'));
    expect((await flows.getFlow(id)).draft).toBe('{ not yet');
  });

  it('is checked against what the adapters offer, and under the id that it is saved as', async () => {
    const { flows } = await open();
    const unknown = text.replace('demo-bank.transfer', 'demo-bank.steal');
    const { problems } = await flows.checkFlow({ ...id, text: unknown });
    expect(problems.map(({ severity, pointer }) => [severity, pointer.includes('execute')])).toContainEqual([
      'error',
      true,
    ]);
    const other = await flows.checkFlow({ ...id, flow: 'other', text });
    expect(other.problems[0]).toMatchObject({ pointer: '/id', code: 'flow-id-differs', severity: 'error' });
    expect((await flows.checkFlow({ ...id, text })).problems.filter(({ severity }) => severity === 'error')).toEqual(
      [],
    );
  });

  it('rule 22: that retries what is neither safe nor keyed is an error', async () => {
    const world = await EngineWorld.open();
    const unkeyed = world.beside({ keyed: false });
    const { problems } = await unkeyed.engine.flows.checkFlow({ ...id, text });
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { pointer: expect.stringContaining('retry') as string },
    ]);
  });

  it('with an error publishes nothing', async () => {
    const { flows } = await open();
    const before = await flows.listFlowVersions(id);
    await flows.saveDraft({ ...id, text: text.replace('"initial": "main"', '"initial": "nowhere"') });
    const answer = await flows.publishFlow(id);
    expect(answer).toMatchObject({ hash: '', publishedAt: 0 });
    expect(answer.problems.length).toBeGreaterThan(0);
    expect(await flows.listFlowVersions(id)).toEqual(before);
  });

  it('that is not there cannot be checked, published or read', async () => {
    const { flows } = await open();
    const absent = { tenant, flow: 'absent' };
    for (const call of [
      flows.getFlow(absent),
      flows.publishFlow(absent),
      flows.checkFlow({ ...absent, text: undefined }),
    ]) {
      await expect(call).rejects.toMatchObject({ status: 'NOT_FOUND', code: 'flow.unknown' });
    }
  });
});

describe('a published version', () => {
  it('[E061] is addressed by the hash of its text, and the same text is the same version', async () => {
    const { world, flows } = await open();
    const before = await flows.listFlowVersions(id);
    expect(before.versions.map(({ hash }) => hash)).toEqual([sha256Hex(text)]);
    world.pass(1_000);
    await flows.saveDraft({ ...id, text });
    expect(await flows.publishFlow(id)).toMatchObject({
      hash: sha256Hex(text),
      publishedAt: before.versions[0]?.publishedAt,
    });
    expect(await flows.listFlowVersions(id)).toEqual(before);
  });

  it('[E060] [E062] rule 12: stays with the episodes that began on it; new ones run the default', async () => {
    const { world, flows } = await open();
    await world.say('ann', 'transfer money');
    const changed = text.replace('"To whom?"', '"Who gets it?"');
    const hash = await world.publish(changed);
    expect(await world.say('ann', '200')).toEqual(['To whom?']);
    await world.say('bob', 'transfer money');
    expect(await world.say('bob', '200')).toEqual(['Who gets it?']);
    expect((await world.journal('bob'))[0]?.flow).toBe(hash);
    // Another process, without any cache, knows both.
    expect((await world.beside().journal('ann')).map((entry) => entry?.flow)).not.toContain(hash);
    await flows.setDefaultVersion({ ...id, hash: sha256Hex(text) });
    await world.say('eve', 'transfer money');
    expect(await world.say('eve', '200')).toEqual(['To whom?']);
    for (const conversation of ['ann', 'bob', 'eve']) expect(await world.verify(conversation)).toEqual([]);
  });

  it('must be there to become the default', async () => {
    const { flows } = await open();
    await expect(flows.setDefaultVersion({ ...id, hash: 'f'.repeat(64) })).rejects.toMatchObject({
      status: 'NOT_FOUND',
      code: 'flow.no-such-version',
    });
  });
});
