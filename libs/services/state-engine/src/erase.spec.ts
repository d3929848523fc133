import { OutcomeKind } from '@parley/contracts';
import { EngineWorld, repliesOf, tenant } from './testing/engine-world.ts';

const ref = { tenant, conversation: 'ann' };

/** As chat does: the tombstone, then the rows, then the key, last. */
async function erase(world: EngineWorld) {
  const stimulus = await world.seal('ann', 'api:erase', { kind: 'erase', by: 'key-1' });
  const [outcome] = await world.advance([stimulus]);
  await world.ports.keyring.destroy(ref, stimulus.generation, world.now);
  return { stimulus, outcome };
}

for (const riders of [true, false]) {
  describe(`an erased conversation, riders ${riders ? 'on' : 'off'}`, () => {
    it('rule 27: leaves a tombstone that can be read, and nothing else', async () => {
      const world = await EngineWorld.open({ config: { riders } });
      await world.say('ann', 'send 5000 to Bob');
      const { outcome } = await erase(world);
      expect(outcome).toMatchObject({ kind: OutcomeKind.ADVANCED, recorded: 'erased', seq: 2 });
      expect(outcome?.projection).toMatchObject({
        erases: true,
        messages: [],
        summary: { status: 'erased', firstMessage: 4 },
      });
      expect(await world.texts('ann')).toEqual([]);
      const journal = await world.journal('ann');
      expect(journal.map((entry) => entry?.outcome.kind ?? 'unreadable')).toEqual(['unreadable', 'erased']);
    });

    it('rule 27: goes on with a new episode at the following seq, and its numbers go on', async () => {
      const world = await EngineWorld.open({ config: { riders } });
      await world.say('ann', 'send 5000 to Bob');
      await erase(world);
      expect(await world.say('ann', 'transfer money')).toEqual(['Hello there. I can send money for you.', 'How much?']);
      const rows = await world.messages.after(ref, 0, 10);
      expect(rows.map(({ number, seq }) => [number, seq])).toEqual([
        [4, 3],
        [5, 3],
        [6, 3],
      ]);
      // Another process reads the tombstone's state, not a cache.
      expect(await world.beside().say('ann', '200', 'web:other')).toEqual(['To whom?']);
      expect(await world.verify('ann')).toEqual([]);
    });

    it('rule 27: ends what its destroyed key sealed, without an entry', async () => {
      const world = await EngineWorld.open({ config: { riders } });
      await world.say('ann', 'hi');
      const late = await world.seal('ann', 'web:late', { kind: 'message', text: 'one more thing' });
      await erase(world);
      expect(await world.advance([late])).toMatchObject([{ kind: OutcomeKind.ERASED, recorded: '', seq: 0 }]);
      expect(await world.journal('ann')).toHaveLength(2);
    });

    it('rule 27: erased again by a redelivery, before or after the key was destroyed, changes nothing', async () => {
      const world = await EngineWorld.open({ config: { riders } });
      await world.say('ann', 'hi');
      const stimulus = await world.seal('ann', 'api:erase', { kind: 'erase', by: 'key-1' });
      await world.advance([stimulus]);
      expect(await world.advance([stimulus])).toMatchObject([{ kind: OutcomeKind.DUPLICATE, recorded: 'erased' }]);
      await world.ports.keyring.destroy(ref, stimulus.generation, world.now);
      expect(await world.advance([stimulus])).toMatchObject([{ kind: OutcomeKind.ERASED }]);
      expect(await world.say('ann', 'hi')).toContain('Hello there. I can send money for you.');
      expect(await world.journal('ann')).toHaveLength(3);
    });

    it('rule 27: cancels its open operation, whose late result is late', async () => {
      const world = await EngineWorld.open({ config: { riders } });
      await world.say('ann', 'send 200 to Bob');
      expect(await world.ports.operations.due(world.now, 10)).toHaveLength(1);
      await erase(world);
      expect(await world.ports.operations.due(world.now, 10)).toEqual([]);
      const body = { kind: 'result', operation: 'ann:1:1', attempt: 1, outcome: 'done', value: { id: 'T-1' } } as const;
      expect(await world.send('ann', 'op:ann:1:1:1', body)).toMatchObject({ recorded: 'late' });
    });
  });
}

describe('other conversations', () => {
  it('rule 27: stay readable and replay', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    await world.say('bob', 'hi');
    await erase(world);
    expect((await world.journal('bob')).map((entry) => entry?.outcome.kind)).toEqual(['taken']);
    expect(await world.verify('bob')).toEqual([]);
    expect(repliesOf(await world.send('bob', 'web:b2', { kind: 'message', text: 'transfer money' }))).toEqual([
      'How much?',
    ]);
  });
});
