import { eventually, openChatWorld } from './testing/chat-world.ts';

const ann = { tenant: 'bank', conversation: 'ann' };

describe('a reader', () => {
  it('sees the contiguous prefix only, and resumes after its number', async () => {
    const world = await openChatWorld();
    const row = (number: number) => ({
      ...{ ...ann, number, seq: number, from: 'bot' as const, text: `text ${number}`, choices: [] },
      ...{ eventId: 'web:1' as const, at: 1 },
    });
    await world.ports.messages.insert([row(1), row(2), row(4)]);
    const { service } = world.chat;
    const page = await service.readMessages({ ...ann, after: 0, limit: 0, waitMs: 0 });
    expect(page).toMatchObject({ last: 2, status: 'new', typing: false });
    expect((await service.readMessages({ ...ann, after: 2, limit: 0, waitMs: 0 })).messages).toEqual([]);
    await world.ports.messages.insert([row(3)]);
    const rest = await service.readMessages({ ...ann, after: 2, limit: 0, waitMs: 0 });
    expect(rest.messages.map(({ number }) => number)).toEqual([3, 4]);
  });

  it('that waits is answered as soon as there is something', async () => {
    const world = await openChatWorld();
    await world.chat.start();
    const waiting = world.chat.service.readMessages({ ...ann, after: 0, limit: 0, waitMs: 2_000 });
    await world.say('ann', '1', 'hi');
    expect((await waiting).messages.map(({ text }) => text)).toEqual(['hi', 'echo hi']);
  });

  it('that waits in vain is answered with nothing when its time is up', async () => {
    const world = await openChatWorld();
    const page = await world.chat.service.readMessages({ ...ann, after: 7, limit: 0, waitMs: 30 });
    expect(page).toEqual({ messages: [], last: 7, status: 'new', typing: false });
  });

  it('follows a stream: told that an answer is being made, then the answer, nothing twice', async () => {
    const world = await openChatWorld();
    const seen: string[] = [];
    const typing: boolean[] = [];
    const pages = world.chat.service.watchMessages({ ...ann, after: 0 })[Symbol.asyncIterator]();
    const reading = (async () => {
      for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
        seen.push(...page.value.messages.map(({ text }) => text));
        typing.push(page.value.typing);
      }
    })();
    await eventually(
      () => typing.length,
      (count) => count === 1,
    );
    await world.say('ann', '1', 'hi');
    await world.chat.start();
    await eventually(
      () => seen.length,
      (count) => count === 2,
    );
    await world.say('ann', '2', 'more');
    await eventually(
      () => seen.length,
      (count) => count === 4,
    );
    await pages.return?.();
    await reading;
    await world.chat.drain();
    expect(seen).toEqual(['hi', 'echo hi', 'more', 'echo more']);
  });

  it('is handed what was committed here, and reads only what nobody said or where a number is missing', async () => {
    const world = await openChatWorld();
    const row = (number: number) => ({
      ...{ ...ann, number, seq: number, from: 'bot' as const, text: `text ${number}`, choices: [] },
      ...{ eventId: 'web:1' as const, at: 1 },
    });
    await world.ports.messages.insert([1, 2, 3, 4, 5, 6].map(row));
    let reads = 0;
    const after = world.ports.messages.after.bind(world.ports.messages);
    world.ports.messages.after = (...asked) => ((reads += 1), after(...asked));
    const pages = world.chat.service.watchMessages({ ...ann, after: 6 })[Symbol.asyncIterator]();
    const seen = async () => {
      const page = await pages.next();
      if (page.done === true) throw new Error('the stream ended');
      return { numbers: page.value.messages.map(({ number }) => number), status: page.value.status, reads };
    };
    expect(await seen()).toEqual({ numbers: [], status: 'new', reads: 1 });
    const { updates } = world.ports;
    updates.publish('ann', { last: 8, status: 'bot', messages: [row(7), row(8)] });
    expect(await seen()).toEqual({ numbers: [7, 8], status: 'bot', reads: 1 });
    updates.publish('ann', { last: 8 });
    updates.publish('ann', { last: 9, status: 'handoff', messages: [row(8), row(9)] });
    expect(await seen()).toEqual({ numbers: [9], status: 'handoff', reads: 1 });
    await world.ports.messages.insert([7, 8, 9, 10, 11, 12, 13].map(row));
    updates.publish('ann', { last: 11, messages: [row(11)] });
    expect(await seen()).toMatchObject({ numbers: [10, 11, 12, 13], reads: 2 });
    await world.ports.messages.insert([row(14)]);
    updates.publish('ann');
    expect(await seen()).toMatchObject({ numbers: [14], reads: 3 });
    await pages.return?.();
  });

  it('may hold several streams open, but not any number, and drain ends them', async () => {
    const world = await openChatWorld({ config: { streamsPerConversation: 2 } });
    const open = () => world.chat.service.watchMessages({ ...ann, after: 0 })[Symbol.asyncIterator]();
    const [first, second] = [open(), open()];
    expect(open).toThrow(expect.objectContaining({ code: 'stream.too-many' }));
    await first.return?.();
    const third = open();
    await second.next();
    await third.next();
    const ends = Promise.all([second.next(), third.next()]);
    await world.chat.start();
    await world.chat.drain();
    expect((await ends).map(({ done }) => done)).toEqual([true, true]);
  });
});

describe('a web chat', () => {
  it('is opened from a page that the connection allows, with a token for one conversation', async () => {
    const { chat } = await openChatWorld();
    const opened = await chat.service.openConversation({
      connection: 'page',
      origin: undefined,
      language: undefined,
      identity: undefined,
    });
    expect(opened.conversation).toMatch(/^[0-9a-f]{32}$/);
    const visitor = await chat.service.verifyVisitor({ connection: 'page', token: opened.token });
    expect(visitor).toEqual({ tenant: 'bank', conversation: opened.conversation, showJournal: true, user: undefined });
    const foreign = { connection: 'page', origin: 'https://foreign.example', language: undefined, identity: undefined };
    await expect(chat.service.openConversation(foreign)).rejects.toMatchObject({ code: 'origin.refused' });
    const letters = { connection: 'letters', origin: undefined, language: undefined, identity: undefined };
    await expect(chat.service.openConversation(letters)).rejects.toMatchObject({ code: 'connection.unknown' });
    const forged = { connection: 'page', token: 'mine' };
    await expect(chat.service.verifyVisitor(forged)).rejects.toMatchObject({ code: 'visitor.invalid-token' });
  });
});

describe("a tenant's list of conversations", () => {
  it('[E085] comes in pages, newest first, and never shows another tenant', async () => {
    const { chat, ports } = await openChatWorld();
    const summary = (conversation: string, updatedAt: number, tenant = 'bank') => ({
      ...{ tenant, conversation, connection: 'letters', seq: 1, episode: 1, flow: 'f', language: 'en' },
      ...{ status: 'bot' as const, states: [], lastMessage: 0, firstMessage: 1, epoch: 0, updatedAt },
    });
    await ports.conversations.record([summary('a', 1), summary('b', 2), summary('c', 3), summary('x', 4, 'other')]);
    const first = await chat.service.listConversations({ tenant: 'bank', limit: 2, cursor: '', flowHashes: [] });
    expect(first.conversations.map(({ conversation }) => conversation)).toEqual(['c', 'b']);
    const second = await chat.service.listConversations({
      tenant: 'bank',
      limit: 2,
      cursor: first.next,
      flowHashes: [],
    });
    expect(second.conversations.map(({ conversation }) => conversation)).toEqual(['a']);
    expect(second.next).toBe('');
    const foreign = { tenant: 'bank', limit: 2, cursor: 'x', flowHashes: [] };
    await expect(chat.service.listConversations(foreign)).rejects.toMatchObject({ code: 'cursor.invalid' });
    await expect(chat.service.getConversation({ tenant: 'bank', conversation: 'x' })).rejects.toMatchObject({
      code: 'conversation.unknown',
    });
  });
});
