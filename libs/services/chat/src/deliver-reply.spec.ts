import { eventually, openChatWorld } from './testing/chat-world.ts';

const sent = (world: Awaited<ReturnType<typeof openChatWorld>>) => world.channel.shown.map(({ text }) => text);

describe('a reply on its way out', () => {
  it('waits for the one before it, however long that is told to wait', async () => {
    const world = await openChatWorld({ deduplicates: false });
    world.channel.arrange({ kind: 'later', retryInMs: 50, why: 'held' });
    await world.chat.start();
    await world.say('ann', '1', 'one');
    await world.say('ann', '2', 'two');
    await world.say('bob', '1', 'other');
    await eventually(
      () => sent(world),
      (seen) => seen.length === 3,
    );
    await world.chat.drain();
    expect(sent(world)).toEqual(['echo other', 'echo one', 'echo two']);
  });

  it('that the vendor refuses for good is marked as failed, and the next goes on', async () => {
    const world = await openChatWorld();
    world.channel.arrange({ kind: 'failed', reason: 'blocked' });
    await world.chat.start();
    await world.say('ann', '1', 'one');
    await world.say('ann', '2', 'two');
    await eventually(
      () => sent(world),
      (seen) => seen.length === 1,
    );
    await world.chat.drain();
    expect(sent(world)).toEqual(['echo two']);
    expect(await world.ports.deliveries.status({ tenant: 'bank', conversation: 'ann' }, 'ann:1:2')).toBe('failed');
    expect(await world.ports.deliveries.pending(10)).toEqual([]);
  });

  it('left behind by a killed process is found at the next start and sent under the same id', async () => {
    const world = await openChatWorld();
    world.ports.deliveries.record = () => Promise.reject(new Error('killed before the mark'));
    await world.chat.start();
    await world.say('ann', '1', 'hi');
    await eventually(
      () => world.channel.shown.length,
      (shown) => shown > 0,
    );
    const after = world.restart();
    await after.chat.start();
    await eventually(
      () => after.ports.deliveries.pending(10),
      (pending) => pending.length === 0,
    );
    await Promise.all([after.chat.drain(), world.chat.drain()]);
    expect(sent(world)).toEqual(['echo hi']);
  });

  it('is not sent by a second process while the first one has claimed it', async () => {
    const world = await openChatWorld({ deduplicates: false });
    await world.chat.start();
    await world.chat.drain();
    const other = world.restart();
    await other.say('ann', '1', 'hi');
    const claims = { tenant: 'bank', conversation: 'ann', reply: 'ann:1:2', attempt: 1, claimedAt: Date.now() };
    await world.ports.deliveries.claim({ ...claims, claimedUntil: Date.now() + 60_000 });
    await other.chat.start();
    await eventually(
      () => other.engine.asked.length,
      (asked) => asked > 0,
    );
    await new Promise((resolve) => setTimeout(resolve, 80));
    await other.chat.drain();
    expect(sent(world)).toEqual([]);
  });

  it('claimed by a process that died is sent again once that claim has run out', async () => {
    const world = await openChatWorld({ deduplicates: false });
    await world.say('ann', '1', 'hi');
    const claims = { tenant: 'bank', conversation: 'ann', reply: 'ann:1:2', attempt: 1, claimedAt: Date.now() };
    await world.ports.deliveries.claim({ ...claims, claimedUntil: Date.now() + 60 });
    await world.chat.start();
    await eventually(
      () => sent(world),
      (seen) => seen.length === 1,
    );
  });
});
