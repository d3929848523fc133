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

  it('waits for one that a dead process has claimed, though it is handed over right away', async () => {
    const world = await openChatWorld({ deduplicates: false });
    await world.say('ann', '1', 'one');
    const claims = { tenant: 'bank', conversation: 'ann', reply: 'ann:1:2', attempt: 1, claimedAt: Date.now() };
    await world.ports.deliveries.claim({ ...claims, claimedUntil: Date.now() + 400 });
    await world.ports.deliveries.insert([
      {
        ...{ tenant: 'bank', conversation: 'ann', connection: 'letters', reply: 'ann:1:2' },
        ...{ number: 2, epoch: 0, createdAt: Date.now() },
      },
    ]);
    await world.chat.start();
    await world.say('ann', '2', 'two');
    await eventually(
      () => sent(world),
      (seen) => seen.length === 2,
    );
    expect(sent(world)).toEqual(['echo one', 'echo two']);
  });

  it('sent while a scan was reading is not taken for one that a dead process has claimed', async () => {
    const world = await openChatWorld({ deduplicates: false, config: { scanEveryMs: 2 } });
    const { deliveries } = world.ports;
    const read = deliveries.pending.bind(deliveries);
    let isStale = false;
    deliveries.pending = async (limit) => {
      // One scan reads it as claimed and hears of that when it is sent and marked; after that one nobody scans.
      if (isStale) return new Promise(() => undefined);
      const rows = await read(limit);
      isStale = rows.some(({ attempts }) => attempts > 0);
      if (isStale)
        await eventually(
          () => read(limit),
          (left) => left.length === 0,
        );
      return rows;
    };
    await world.chat.start();
    await world.say('ann', '1', 'one');
    await eventually(
      () => isStale && sent(world).length,
      (seen) => seen === 1,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await world.say('ann', '2', 'two');
    await eventually(
      () => sent(world),
      (seen) => seen.length === 2,
    );
  });

  describe('whose answer was lost', () => {
    const lost = { kind: 'later', retryInMs: 5, why: 'lost' } as const;

    it('rule 23: is looked for before it is sent again, and not sent where it is found', async () => {
      const world = await openChatWorld({ deduplicates: false });
      // Long enough for the next one to be there meanwhile.
      world.channel.arrange({ ...lost, retryInMs: 80 }, true);
      await world.chat.start();
      await world.say('ann', '1', 'one');
      await world.say('ann', '2', 'two');
      await eventually(
        () => sent(world),
        (seen) => seen.length === 2,
      );
      await world.chat.drain();
      expect([sent(world), world.channel.sought]).toEqual([['echo one', 'echo two'], ['ann:1:2']]);
      expect(await world.ports.deliveries.status({ tenant: 'bank', conversation: 'ann' }, 'ann:1:2')).toBe('sent');
    });

    it('rule 23: is sent again, under the same id, where it is not there or nobody can look', async () => {
      for (const searchable of [true, false]) {
        const world = await openChatWorld({ deduplicates: false, channel: { searchable } });
        world.channel.arrange(lost);
        world.channel.arrange(lost);
        await world.chat.start();
        await world.say('ann', '1', 'one');
        await eventually(
          () => sent(world),
          (seen) => seen.length === 1,
        );
        await world.chat.drain();
        expect(world.channel.sought).toEqual(['ann:1:2', 'ann:1:2']);
        expect(world.channel.shown.map(({ reply }) => reply)).toEqual(['ann:1:2']);
      }
    });

    it('because its process died is looked for by the next one', async () => {
      const world = await openChatWorld({ deduplicates: false, config: { sendClaimMs: 40 } });
      world.ports.deliveries.record = () => Promise.reject(new Error('killed before the mark'));
      await world.chat.start();
      await world.say('ann', '1', 'hi');
      await eventually(
        () => sent(world),
        (seen) => seen.length > 0,
      );
      await world.chat.drain();
      const after = world.restart();
      await after.chat.start();
      await eventually(
        () => after.ports.deliveries.pending(10),
        (pending) => pending.length === 0,
      );
      expect([sent(world), world.channel.sought]).toEqual([['echo hi'], ['ann:1:2']]);
    });

    it('for too long is given up, and the next goes on', async () => {
      const world = await openChatWorld({ deduplicates: false, config: { giveUpAfterMs: 20 } });
      for (let n = 0; n < 20; n += 1) world.channel.arrange(lost);
      await world.chat.start();
      await world.say('ann', '1', 'one');
      const ref = { tenant: 'bank', conversation: 'ann' };
      await eventually(
        () => world.ports.deliveries.status(ref, 'ann:1:2'),
        (status) => status === 'failed',
      );
      const health = await world.chat.service.getConnectionHealth({ tenant: 'bank', connection: 'letters' });
      expect(health).toMatchObject({ lastError: 'no answer from the vendor', lastErrorAt: expect.any(Number) });
    });
  });

  describe('to a place that takes so much', () => {
    const pace = { bucket: 'all', rate: { perSecond: 20, burst: 1 } };

    it('rule 24: waits for its bucket without an attempt, whatever conversation it is of', async () => {
      const world = await openChatWorld({ deduplicates: false, channel: { pace } });
      const attempts: number[] = [];
      const { claim } = world.ports.deliveries;
      world.ports.deliveries.claim = (one) => {
        attempts.push(one.attempt);
        return claim.call(world.ports.deliveries, one);
      };
      const began = Date.now();
      await world.chat.start();
      for (const name of ['ann', 'bob', 'eve']) await world.say(name, '1', name);
      await eventually(
        () => sent(world),
        (seen) => seen.length === 3,
      );
      expect(Date.now() - began).toBeGreaterThanOrEqual(95);
      expect(attempts).toEqual([1, 1, 1]);
    });

    it('rule 24: is held up by the patience that the vendor asked for there, over a restart too', async () => {
      const world = await openChatWorld({ deduplicates: false, channel: { pace }, config: { sendClaimMs: 10 } });
      world.channel.arrange({ kind: 'later', retryInMs: 300, why: 'held' });
      const began = Date.now();
      await world.chat.start();
      await world.say('ann', '1', 'one');
      await eventually(
        () => world.ports.holds.active(Date.now()),
        (holds) => holds.length === 1,
      );
      await world.chat.drain();
      const after = world.restart();
      await after.say('bob', '1', 'other');
      await after.chat.start();
      await eventually(
        () => sent(world),
        (seen) => seen.length === 2,
      );
      expect(Date.now() - began).toBeGreaterThanOrEqual(295);
    });
  });
});
