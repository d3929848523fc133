import type { ChannelIntake } from '@parley/ports';
import { EventLogUnavailable, MemoryEventLog, MemoryStore, RecordsRefused } from '@parley/ports';
import { stimulusContext } from '@parley/contracts';
import type { ChatPorts } from './chat-ports.ts';
import type { WorldOptions } from './testing/chat-world.ts';
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
    expect(await send(world, { body })).toMatchObject({ eventIds: [], quarantined: true });
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

describe('a vendor', () => {
  /** Body: `{id, text}`; texts beginning with a bang go wrong, in parsing or after it; `~` = only if it is our business. */
  const vendor: ChannelIntake<{ readonly id: string; readonly text: string }> = {
    channel: 'memory',
    secrets: ['signingSecret'],
    acknowledges: 'with-nothing',
    verify: ({ headers }, { secrets }) => {
      if (headers['x-old'] !== undefined) return { kind: 'stale' };
      const isSigned = headers['x-signature'] === secrets['signingSecret'];
      return isSigned ? { kind: 'genuine', conversation: null, user: null } : { kind: 'forged' };
    },
    parse: ({ body }) => {
      const said = JSON.parse(new TextDecoder().decode(body)) as { id: string; text: string };
      if (said.text === '!parse') throw new Error('hunter2');
      if (said.text === 'challenge') {
        return { kind: 'noted', ack: { contentType: 'text/plain', body: said.id }, news: { kind: 'verified' } };
      }
      return said.text === 'down'
        ? { kind: 'noted', news: { kind: 'trouble', reason: 'uninstalled' } }
        : { kind: 'said', said };
    },
    normalise: ({ id, text }, { tenant, connection, receivedAt }) => {
      if (text === '!normalise') throw new Error('hunter2');
      const of = { eventId: `slack:${id}` as const, tenant, connection, conversation: 'ann', receivedAt };
      const place = JSON.stringify({ at: 'home' });
      const onlyIfPlaced = text.startsWith('~') ? { onlyIfPlaced: true as const } : {};
      return [{ stimulus: { ...of, body: { kind: 'message', text } }, place, ...onlyIfPlaced }];
    },
  };
  const open = (ports: WorldOptions['ports'] = {}) =>
    openChatWorld({ deduplicates: false, ports: { intakes: [vendor], ...ports } });
  const say = (
    world: Awaited<ReturnType<typeof open>>,
    id: string,
    text: string,
    headers = { 'x-signature': 'right' },
  ) => send(world, { headers, body: new TextEncoder().encode(JSON.stringify({ id, text })) });
  const nothing = { contentType: 'text/plain; charset=utf-8', body: new Uint8Array() };

  it('is told that it was taken, and nothing else; its reply goes to where the conversation takes place', async () => {
    const world = await open();
    await world.chat.start();
    expect(await say(world, '1', 'hi')).toEqual({ eventIds: ['slack:1'], quarantined: false, ack: nothing });
    await eventually(
      () => world.channel.shown,
      (shown) => shown.length === 1,
    );
    expect(world.channel.shown[0]).toMatchObject({ text: 'echo hi', place: '{"at":"home"}' });
  });

  it('is read what its request wants to hear, which is no stimulus but shows how the connection fares', async () => {
    const world = await open();
    const answer = await say(world, 'tell me', 'challenge');
    expect(Buffer.from(answer.ack?.body ?? []).toString()).toBe('tell me');
    await say(world, '1', 'down');
    expect(world.store.log).toHaveLength(0);
    const health = await world.chat.service.getConnectionHealth({ tenant: 'bank', connection: 'letters' });
    expect(health).toMatchObject({ verifiedAt: expect.any(Number), lastError: 'uninstalled' });
    expect(health.lastInboundAt).toBeUndefined();
  });

  it('is refused when it is forged or stale, and nothing is written', async () => {
    const world = await open();
    await expect(say(world, '1', 'hi', { 'x-signature': 'wrong' })).rejects.toMatchObject({ code: 'channel.forged' });
    const stale = say(world, '1', 'hi', { 'x-old': '1' } as never);
    await expect(stale).rejects.toMatchObject({ code: 'channel.stale' });
    expect(world.store.log).toHaveLength(0);
  });

  it('never learns that something could not be read or kept: it is set aside, as it came', async () => {
    class Refusing extends MemoryEventLog {
      override append(): Promise<void> {
        return Promise.reject(new RecordsRefused('too large'));
      }
    }
    const world = await open({ log: new Refusing(new MemoryStore()) });
    for (const text of ['!parse', '!normalise', 'too large']) {
      expect(await say(world, text, text)).toEqual({ eventIds: [], quarantined: true, ack: nothing });
    }
    expect(await world.ports.quarantine.list('bank', 10)).toHaveLength(3);
  });

  it('is heard where we were called, and elsewhere not', async () => {
    const world = await open();
    expect((await say(world, '1', '~who?')).eventIds).toEqual([]);
    expect((await say(world, '2', 'bot!')).eventIds).toEqual(['slack:2']);
    expect((await say(world, '3', '~yes')).eventIds).toEqual(['slack:3']);
    expect(world.store.log).toHaveLength(2);
  });

  it('is asked to come again while its connection is paused, and nothing is written', async () => {
    const settingsJson = new TextEncoder().encode('{}');
    const connection = { connection: 'letters', tenant: 'bank', channel: 'memory', flow: 'echo', settingsJson };
    const security = {
      getConnection: () => Promise.resolve({ connection: { ...connection, createdAt: 1, paused: true } }),
    };
    const world = await open({ security: security as unknown as ChatPorts['security'] });
    await expect(say(world, '1', 'hi')).rejects.toMatchObject({ status: 'UNAVAILABLE', code: 'connection.resting' });
    expect(world.store.log).toHaveLength(0);
  });

  it('is asked for patience when nothing can be promised', async () => {
    class Unavailable extends MemoryEventLog {
      override append(): Promise<void> {
        return Promise.reject(new EventLogUnavailable('no disk'));
      }
    }
    const world = await open({ log: new Unavailable(new MemoryStore()) });
    await expect(say(world, '1', 'hi')).rejects.toMatchObject({ status: 'UNAVAILABLE', code: 'chat.busy' });
  });
});
