import { EventLogUnavailable, MemoryEventLog, MemoryStore } from '@parley/ports';
import { stimulusContext } from '@parley/contracts';
import { eventually, openChatWorld } from './testing/chat-world.ts';

const send = (world: Awaited<ReturnType<typeof openChatWorld>>, request: Record<string, unknown>) =>
  world.chat.service.receiveStimulus({
    ...{ channel: 'memory', connection: 'letters', path: 'messages', headers: { authorization: 'ann' } },
    body: new TextEncoder().encode('{"id":"1","text":"hi"}'),
    ...request,
  });

describe('a request of a channel', () => {
  it('is in the log, sealed, before it is acknowledged', async () => {
    const world = await openChatWorld();
    expect(await world.say('ann', '1', 'my secret')).toEqual(['web:1']);
    expect(world.store.log).toHaveLength(1);
    const record = world.store.log[0]!;
    expect(Buffer.from(record.sealed).includes('my secret')).toBe(false);
    const key = await world.ports.keyring.open(record, record.generation);
    const plain = world.ports.sealing.open(key!, record.sealed, stimulusContext(record));
    expect(JSON.parse(new TextDecoder().decode(plain!))).toMatchObject({
      body: { kind: 'message', text: 'my secret' },
    });
  });

  it('is refused as busy, not acknowledged, when the log cannot promise anything', async () => {
    class Unavailable extends MemoryEventLog {
      override append(): Promise<void> {
        return Promise.reject(new EventLogUnavailable('no disk'));
      }
    }
    const world = await openChatWorld({ ports: { log: new Unavailable(new MemoryStore()) } });
    await expect(world.say('ann', '1', 'hi')).rejects.toMatchObject({ status: 'UNAVAILABLE', code: 'chat.busy' });
  });

  it('that is forged, or for no connection of this channel, writes nothing', async () => {
    const world = await openChatWorld();
    await expect(send(world, { headers: {} })).rejects.toMatchObject({ status: 'UNAUTHENTICATED' });
    await expect(send(world, { connection: 'nowhere' })).rejects.toMatchObject({ code: 'connection.unknown' });
    await expect(send(world, { connection: 'page' })).rejects.toMatchObject({ code: 'connection.unknown' });
    const empty = new TextEncoder().encode('{"id":"1","text":""}');
    await expect(send(world, { body: empty })).rejects.toMatchObject({ code: 'message.empty' });
    expect(world.store.log).toHaveLength(0);
  });

  it('of an unknown shape is acknowledged and kept aside, sealed', async () => {
    const world = await openChatWorld();
    const body = new TextEncoder().encode('{"id":"1","text":"?"}');
    expect(await send(world, { body })).toEqual({ eventIds: [], quarantined: true });
    const [item] = await world.ports.quarantine.list('bank', 10);
    expect(item).toMatchObject({ connection: 'letters', reason: 'nobody knows it' });
    expect(Buffer.from(item!.sealed).includes('text')).toBe(false);
  });

  it('with a text over 32 kB keeps its whole text in the blob store, sealed, and its beginning in the log', async () => {
    const world = await openChatWorld();
    await world.chat.start();
    const text = 'a'.repeat(40_000);
    await world.say('ann', '1', text);
    await eventually(
      () => world.engine.asked.length,
      (asked) => asked === 1,
    );
    await world.chat.drain();
    const stimulus = world.engine.recorded.get('ann')?.[0]?.stimulus;
    expect(stimulus?.body).toMatchObject({ attachments: ['text/plain'], longText: { bytes: 40_000 } });
    const { blob } = (stimulus?.body as { longText: { blob: string } }).longText;
    const sealed = await world.ports.blobs.get('bank', blob);
    const { key } = (await world.ports.keyring.ensure([{ tenant: 'bank', conversation: 'ann' }]))[0]!;
    const whole = world.ports.sealing.open(key, sealed!, 'text:bank:ann:web:1');
    expect(new TextDecoder().decode(whole!)).toBe(text);
  });
});

describe('a visitor who sends too much', () => {
  const config = { visitorRate: { perSecond: 1, burst: 3 }, floodRate: { perSecond: 1, burst: 2 } };

  it('is recorded as throttled over the rate, and refused only as a flood, while others are served', async () => {
    const world = await openChatWorld({ config });
    await world.chat.start();
    for (const id of ['1', '2', '3', '4', '5']) await world.say('ann', id, `text ${id}`);
    await expect(world.say('ann', '6', 'text 6')).rejects.toMatchObject({
      code: 'rate.flood',
      status: 'RESOURCE_EXHAUSTED',
    });
    await world.say('bob', '1', 'hello');
    await eventually(
      () => world.engine.asked.length,
      (asked) => asked === 6,
    );
    await world.chat.drain();
    const outcomes = world.engine.recorded.get('ann')?.map(({ outcome }) => outcome.recorded);
    expect(outcomes).toEqual(['taken', 'taken', 'taken', 'throttled', 'throttled']);
    expect(world.channel.shown.map(({ text }) => text)).toContain('echo hello');
  });

  it('is refused while more waits than may wait', async () => {
    const world = await openChatWorld({ config: { maxBacklogAgeMs: -1 } });
    await world.chat.start();
    await expect(world.say('ann', '1', 'hi')).rejects.toMatchObject({ code: 'chat.busy', retryInMs: 2_000 });
  });
});
