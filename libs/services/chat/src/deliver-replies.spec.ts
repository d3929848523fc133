import { setTimeout as sleep } from 'node:timers/promises';
import { chatDefaults } from './config.ts';
import { eventually, openChatWorld, type ChatWorld } from './testing/chat-world.ts';

const shown = ({ channel }: ChatWorld): readonly string[] => channel.shown.map(({ reply }) => reply);

class Gate {
  /** How many came to it. */
  arrived = 0;
  private open: () => void = () => undefined;
  private readonly isOpen = new Promise<void>((open) => (this.open = open));

  letGo(): void {
    this.open();
  }

  pass(): Promise<void> {
    this.arrived += 1;
    return this.isOpen;
  }
}

/** What is sent from now on waits at the gate. */
function onTheWire({ channel }: ChatWorld): Gate {
  const gate = new Gate();
  const { send } = channel;
  channel.send = async (reply) => {
    await gate.pass();
    return send.call(channel, reply);
  };
  return gate;
}

const reaches = (gate: Gate) =>
  eventually(
    () => gate.arrived,
    (arrived) => arrived > 0,
  );

/** The next attempt to claim a reply fails, as if another process had been first; answers whether it was made. */
function refuseNextClaim({ ports: { deliveries } }: ChatWorld): () => boolean {
  const { claim } = deliveries;
  deliveries.claim = () => {
    deliveries.claim = claim;
    return Promise.resolve(false);
  };
  return () => deliveries.claim === claim;
}

const pendingOf = (conversation: string) => ({
  ...{ tenant: 'bank', conversation, connection: 'letters', reply: `${conversation}:0:1` },
  ...{ number: 1, epoch: 0, createdAt: 1 },
});

/** The next look for what is pending finds so many of Bob's replies that nobody else's is on the page; answers whether it was taken. */
function fillNextPage({ ports: { deliveries } }: ChatWorld): () => boolean {
  const { pending } = deliveries;
  deliveries.pending = (limit) => {
    deliveries.pending = pending;
    return Promise.resolve(
      Array.from({ length: limit }, () => ({ ...pendingOf('bob'), attempts: 0, claimedUntil: null })),
    );
  };
  return () => deliveries.pending === pending;
}

const nothingIsPending = ({ ports: { deliveries } }: ChatWorld) =>
  eventually(
    () => deliveries.pending(10),
    (pending) => pending.length === 0,
  );

const becomes = (isSo: () => boolean) => eventually(isSo, (itIs) => itIs);

describe('replies of one conversation', () => {
  it('rule 23: are sent once each, though an earlier one is found while a later one is on the wire', async () => {
    const world = await openChatWorld({ deduplicates: false });
    await world.chat.start();
    const wire = onTheWire(world);
    await world.say('ann', '1', 'one');
    await reaches(wire);
    const ann = { tenant: 'bank', conversation: 'ann', connection: 'letters' };
    await world.ports.deliveries.insert([{ ...ann, reply: 'ann:0:1', number: 1, epoch: 0, createdAt: Date.now() }]);
    await sleep(60);
    wire.letGo();
    await eventually(
      () => world.ports.deliveries.pending(10),
      (pending) => pending.length === 0,
    );
    expect(shown(world)).toEqual(['ann:1:2', 'ann:0:1']);
  });

  it('rule 23: wait for one that another process turned out to have claimed, though they are handed over', async () => {
    const world = await openChatWorld({ deduplicates: false, config: { scanEveryMs: 300, sendClaimMs: 60_000 } });
    await world.chat.start();
    const { deliveries } = world.ports;
    const { claim } = deliveries;
    // Committed just before ours, by a process that died while it asked.
    deliveries.claim = async (one) => {
      deliveries.claim = claim;
      await claim.call(deliveries, { ...one, claimedUntil: Date.now() + 100 });
      return claim.call(deliveries, one);
    };
    await world.say('ann', '1', 'one');
    await sleep(50);
    await world.say('ann', '2', 'two');
    await eventually(
      () => shown(world).length,
      (count) => count === 2,
    );
    expect(shown(world)).toEqual(['ann:1:2', 'ann:2:4']);
  });

  it('rule 23: are let be by a scan that asked the store before they were sent', async () => {
    let aheadMs = 0;
    const world = await openChatWorld({ deduplicates: false, ports: { now: () => Date.now() + aheadMs } });
    const { deliveries } = world.ports;
    const { pending } = deliveries;
    const wire = onTheWire(world);
    const answer = new Gate();
    await world.chat.start();
    await world.say('ann', '1', 'one');
    await reaches(wire);
    // Its claim is over when the scan reads.
    aheadMs = chatDefaults.sendClaimMs;
    deliveries.pending = async (limit) => {
      const rows = await pending.call(deliveries, limit);
      await answer.pass();
      return rows;
    };
    await reaches(answer);
    wire.letGo();
    await eventually(
      () => pending.call(deliveries, 10),
      (rows) => rows.length === 0,
    );
    answer.letGo();
    await sleep(50);
    expect([shown(world), world.channel.sought]).toEqual([['ann:1:2'], []]);
  });

  it('rule 23: wait for one that was let go while a scan was reading', async () => {
    const world = await openChatWorld({ deduplicates: false, config: { scanEveryMs: 150, sendClaimMs: 60_000 } });
    const { deliveries } = world.ports;
    const { pending } = deliveries;
    const answer = new Gate();
    await world.chat.start();
    deliveries.pending = async (limit) => {
      deliveries.pending = pending;
      const rows = await pending.call(deliveries, limit);
      await answer.pass();
      return rows;
    };
    await reaches(answer);
    const isRefused = refuseNextClaim(world);
    await world.say('ann', '1', 'one');
    await becomes(isRefused);
    answer.letGo();
    await sleep(20);
    await world.say('ann', '2', 'two');
    await nothingIsPending(world);
    expect(shown(world)).toEqual(['ann:1:2', 'ann:2:4']);
  });

  it('rule 23: wait until all that a process before left is known', async () => {
    const world = await openChatWorld({ deduplicates: false, config: { scanEveryMs: 150 } });
    await world.ports.deliveries.insert([pendingOf('ann')]);
    fillNextPage(world);
    await world.chat.start();
    await world.say('ann', '1', 'one');
    await nothingIsPending(world);
    expect(shown(world)).toEqual(['ann:0:1', 'ann:1:2']);
  });

  it('rule 23: wait for one let go of which a page cut at its limit shows nothing', async () => {
    const world = await openChatWorld({ deduplicates: false, config: { scanEveryMs: 100, sendClaimMs: 60_000 } });
    await world.chat.start();
    refuseNextClaim(world);
    const isCut = fillNextPage(world);
    await world.say('ann', '1', 'one');
    await becomes(isCut);
    await sleep(20);
    await world.say('ann', '2', 'two');
    await nothingIsPending(world);
    expect(shown(world)).toEqual(['ann:1:2', 'ann:2:4']);
  });
});
