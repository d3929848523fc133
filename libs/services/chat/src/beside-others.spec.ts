import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatPorts } from './chat-ports.ts';
import type { ChatConfig } from './config.ts';
import { eventually, openChatWorld, type ChatWorld } from './testing/chat-world.ts';

const shown = ({ channel }: ChatWorld): readonly string[] => channel.shown.map(({ reply }) => reply);

const comes = (world: ChatWorld, count: number) =>
  eventually(
    () => shown(world).length,
    (length) => length === count,
  );

const hourMs = 3_600_000;
const longClaims = { scanEveryMs: 20, sendClaimMs: 60_000 };
const neverScans = { scanEveryMs: 60_000 };

/** The process after one that recorded Ann's first reply and did not send it. */
async function leftBehind(config: Partial<ChatConfig>, ports: Partial<ChatPorts> = {}): Promise<ChatWorld> {
  const world = await openChatWorld({ deduplicates: false, config: { soleDeliverer: false, ...config }, ports });
  world.ports.deliveries.pendingOf = () => Promise.reject(new Error('it died'));
  await world.chat.start();
  await world.say('ann', '1', 'one');
  await eventually(
    () => world.ports.deliveries.pending(1),
    ({ length }) => length === 1,
  );
  await world.chat.drain();
  return world.restart();
}

/** Beside a process that has claimed Ann's first reply, by its own clock just now. */
async function claimedElsewhere(ports: Partial<ChatPorts>, at = Date.now()): Promise<ChatWorld> {
  const { sendClaimMs } = longClaims;
  const world = await leftBehind(longClaims, ports);
  const reply = { tenant: 'bank', conversation: 'ann', reply: 'ann:1:2' };
  await world.ports.deliveries.claim({ ...reply, attempt: 1, claimedAt: at, claimedUntil: at + sendClaimMs });
  return world;
}

/** How often it has looked for what is pending: the look before that one has been seen to. */
function looksOf({ ports: { deliveries } }: ChatWorld): () => number {
  const { pending } = deliveries;
  let looks = 0;
  deliveries.pending = (limit) => {
    looks += 1;
    return pending.call(deliveries, limit);
  };
  return () => looks;
}

describe('replies, where other processes deliver as well', () => {
  it('rule 23: come after what another process left of the conversation', async () => {
    const world = await leftBehind(neverScans);
    await world.chat.start();
    await world.say('ann', '2', 'two');
    await comes(world, 2);
    expect(shown(world)).toEqual(['ann:1:2', 'ann:2:4']);
  });

  it('are looked for in the store once, and then handed over from entry to entry', async () => {
    const world = await openChatWorld({ deduplicates: false, config: { soleDeliverer: false, ...neverScans } });
    await world.chat.start();
    const { deliveries } = world.ports;
    const { pendingOf } = deliveries;
    let looks = 0;
    deliveries.pendingOf = (conversations) => {
      looks += 1;
      return pendingOf.call(deliveries, conversations);
    };
    for (const n of [1, 2, 3]) {
      await world.say('ann', String(n), 'again');
      await comes(world, n);
    }
    expect(looks).toBe(1);
  });

  it('rule 23: are left to whoever recorded them, until they have waited for as long as a claim lasts', async () => {
    let aheadMs = 0;
    const world = await leftBehind(longClaims, { now: () => Date.now() + aheadMs });
    await world.chat.start();
    await sleep(150);
    expect(shown(world)).toEqual([]);
    aheadMs = longClaims.sendClaimMs;
    await comes(world, 1);
  });

  it('rule 23: are not sent by a process that slept over its claim: another one is at it', async () => {
    let aheadMs = 0;
    const monotonic = (): number => performance.now() + aheadMs;
    const config = { soleDeliverer: false, ...neverScans };
    const world = await openChatWorld({ deduplicates: false, config, ports: { monotonic } });
    const { conversations } = world.ports;
    const { get } = conversations;
    let asked = 0;
    conversations.get = (ref) => {
      asked += 1;
      aheadMs = 60_000;
      return get.call(conversations, ref);
    };
    await world.chat.start();
    await world.say('ann', '1', 'one');
    await eventually(
      () => asked,
      (times) => times > 0,
    );
    await sleep(50);
    expect(shown(world)).toEqual([]);
    expect(await world.ports.deliveries.status({ tenant: 'bank', conversation: 'ann' }, 'ann:1:2')).toBe('sending');
  });

  it('rule 23: are left to another process that claimed them, though our clock is an hour ahead', async () => {
    let aheadMs = 0;
    const world = await claimedElsewhere({ now: () => Date.now() + aheadMs });
    aheadMs = hourMs;
    await world.chat.start();
    await sleep(200);
    expect([shown(world), world.channel.sought]).toEqual([[], []]);
  });

  it('rule 23: are taken over from a process that died with its clock an hour ahead', async () => {
    let aheadMs = 0;
    const world = await claimedElsewhere({ monotonic: () => performance.now() + aheadMs }, Date.now() + hourMs);
    const looks = looksOf(world);
    await world.chat.start();
    await eventually(looks, (count) => count > 1);
    expect(shown(world)).toEqual([]);
    aheadMs = longClaims.sendClaimMs;
    await comes(world, 1);
    expect(world.channel.sought).toEqual(['ann:1:2']);
  });
});
