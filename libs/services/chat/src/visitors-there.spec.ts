import { MemoryPresence, type PresenceStore } from '@parley/ports';
import { eventually, openChatWorld, type ChatWorld } from './testing/chat-world.ts';

const ann = { tenant: 'bank', conversation: 'ann' };

/** Ann's conversation on a connection, in a process of its own if several are opened over one store. */
async function open(connection: string, presence = new MemoryPresence()): Promise<ChatWorld> {
  const world = await openChatWorld({ ports: { presence } });
  await world.ports.conversations.record([
    {
      ...{ ...ann, connection, seq: 1, episode: 1, flow: '', language: 'en', status: 'bot', states: [] },
      ...{ lastMessage: 0, firstMessage: 1, epoch: 0, updatedAt: 1 },
    },
  ]);
  return world;
}

const online = async ({ chat }: ChatWorld): Promise<boolean | undefined> =>
  (await chat.service.getConversation(ann)).online;

const stream = ({ chat }: ChatWorld) => chat.service.watchMessages({ ...ann, after: 0 })[Symbol.asyncIterator]();

describe('a visitor', () => {
  it('is there while a page is open, whichever process has it, and away after the last one', async () => {
    const store: PresenceStore = new Map();
    const [here, there] = await Promise.all([
      open('page', new MemoryPresence(undefined, store)),
      open('page', new MemoryPresence(undefined, store)),
    ]);
    expect([await online(here), await online(there)]).toEqual([false, false]);
    const [first, second] = [stream(here), stream(there)];
    await Promise.all([first.next(), second.next()]);
    expect([await online(here), await online(there)]).toEqual([true, true]);
    await first.return?.();
    expect(await online(here)).toBe(true);
    await second.return?.();
    expect([await online(here), await online(there)]).toEqual([false, false]);
  });

  it('of a process that died is away after a minute', async () => {
    let now = 0;
    const presence = new MemoryPresence(() => now);
    const world = await open('page', presence);
    await stream(world).next();
    now += 59_000;
    expect(await online(world)).toBe(true);
    now += 2_000;
    expect(await online(world)).toBe(false);
  });

  it('is away when the stream failed, and when chat drains', async () => {
    const world = await open('page');
    const failing = stream(world);
    await failing.next();
    const { messages } = world.ports;
    const after = messages.after.bind(messages);
    messages.after = () => Promise.reject(new Error('the store is away'));
    world.ports.updates.publish('ann');
    await expect(failing.next()).rejects.toThrow('the store is away');
    expect(await online(world)).toBe(false);
    messages.after = after;
    await stream(world).next();
    expect(await online(world)).toBe(true);
    await world.chat.drain();
    await eventually(
      () => online(world),
      (is) => is === false,
    );
  });

  it('is neither there nor away where nobody can say, or the channel has no pages', async () => {
    const presence = new MemoryPresence();
    presence.present = () => Promise.resolve(null);
    expect(await online(await open('page', presence))).toBeUndefined();
    expect(await online(await open('letters'))).toBeUndefined();
  });
});
