import { ServiceFault } from '@parley/contracts';
import { eventually, openChatWorld } from './testing/chat-world.ts';

const texts = async (world: Awaited<ReturnType<typeof openChatWorld>>, conversation: string) => {
  const rows = await world.ports.messages.after({ tenant: 'bank', conversation }, 0, 100);
  return rows.map(({ text }) => text);
};

describe('what was acknowledged', () => {
  it('is handled once by a chat whose store or log did not answer at first', async () => {
    const world = await openChatWorld();
    const { log, deliveries } = world.ports;
    const { pending } = deliveries;
    const { consume } = log;
    deliveries.pending = () => Promise.reject(new Error('the store does not answer'));
    await expect(world.chat.start()).rejects.toThrow('the store does not answer');
    deliveries.pending = pending;
    log.consume = () => Promise.reject(new Error('the log does not answer'));
    await expect(world.chat.start()).rejects.toThrow('the log does not answer');
    log.consume = consume;
    await world.chat.start();
    await world.say('ann', '1', 'hi');
    await eventually(
      () => world.channel.shown.length,
      (shown) => shown > 0,
    );
    await world.chat.drain();
    expect([await texts(world, 'ann'), world.engine.asked]).toEqual([['hi', 'echo hi'], ['web:1']]);
  });

  it('is answered once, in order, and every message has its number', async () => {
    const world = await openChatWorld();
    await world.chat.start();
    for (const id of ['1', '2', '3']) await world.say('ann', id, `text ${id}`);
    await eventually(
      () => world.channel.shown.length,
      (shown) => shown === 3,
    );
    await world.chat.drain();
    expect(await texts(world, 'ann')).toEqual([
      'text 1',
      'echo text 1',
      'text 2',
      'echo text 2',
      'text 3',
      'echo text 3',
    ]);
    expect(world.channel.shown.map(({ number }) => number)).toEqual([2, 4, 6]);
  });

  it('is answered once when the same event is acknowledged three times [E041]', async () => {
    const world = await openChatWorld();
    await world.chat.start();
    await Promise.all([1, 2, 3].map(() => world.say('ann', '1', 'hi')));
    await eventually(
      () => world.engine.asked,
      (asked) => asked.length === 3,
    );
    await world.chat.drain();
    expect(new Set(world.engine.asked)).toEqual(new Set(['web:1']));
    expect(await texts(world, 'ann')).toEqual(['hi', 'echo hi']);
    expect(world.channel.shown).toHaveLength(1);
  });

  it('shows in its connection’s health when it failed for good', async () => {
    const world = await openChatWorld();
    await world.chat.start();
    await world.say('ann', '1', 'fail');
    await eventually(
      () => world.channel.shown.length,
      (shown) => shown === 1,
    );
    await world.chat.drain();
    const health = await world.chat.service.getConnectionHealth({ tenant: 'bank', connection: 'letters' });
    expect(health).toMatchObject({ lastError: 'not handled: flow.none-published', lastErrorAt: expect.any(Number) });
  });

  it('comes again after the engine failed, and nothing is skipped', async () => {
    const world = await openChatWorld();
    world.engine.faults.push(new ServiceFault('UNAVAILABLE', 'internal', 'down'));
    await world.chat.start();
    await world.say('ann', '1', 'hi');
    await eventually(
      () => texts(world, 'ann'),
      (seen) => seen.length === 2,
    );
    await world.chat.drain();
    expect(world.channel.shown).toHaveLength(1);
  });

  it.each([
    ['by one like it', false],
    ['by one whose rows ride along', true],
  ])('is recorded %s when the process died between the commit and its own rows', async (_, riders) => {
    const world = await openChatWorld();
    world.ports.messages.insert = () => Promise.reject(new Error('killed'));
    await world.chat.start();
    await world.say('ann', '1', 'hi');
    await eventually(
      () => world.engine.asked.length,
      (asked) => asked > 0,
    );
    expect(await texts(world, 'ann')).toEqual([]);
    const after = world.restart({ riders });
    await after.chat.start();
    await eventually(
      () => texts(after, 'ann'),
      (seen) => seen.length === 2,
    );
    await eventually(
      () => after.channel.shown.length,
      (shown) => shown > 0,
    );
    await Promise.all([after.chat.drain(), world.chat.drain()]);
    expect(world.engine.recorded.get('ann')).toHaveLength(1);
    expect(world.channel.shown).toHaveLength(1);
  });

  it("is left to a newer release where that one moved the conversation, without holding up others' answers", async () => {
    const world = await openChatWorld();
    world.engine.notMine.add('ann');
    await world.chat.start();
    await Promise.all([world.say('ann', '1', 'hi'), world.say('bob', '1', 'hello')]);
    await eventually(
      () => texts(world, 'bob'),
      (seen) => seen.length === 2,
    );
    expect(await texts(world, 'ann')).toEqual([]);
    world.engine.notMine.clear();
    await eventually(
      () => texts(world, 'ann'),
      (seen) => seen.length === 2,
    );
  });
});

describe('riders', () => {
  it('leave chat nothing to insert, yet the replies go out', async () => {
    const world = await openChatWorld({ config: { riders: true } });
    await world.chat.start();
    await world.say('ann', '1', 'hi');
    await eventually(
      () => world.channel.shown.length,
      (shown) => shown === 1,
    );
    await world.chat.drain();
    expect(await texts(world, 'ann')).toEqual([]);
  });
});
