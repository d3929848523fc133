import { jest } from '@jest/globals';
import { eventually, openChatWorld } from './testing/chat-world.ts';

const saying = async (world: Awaited<ReturnType<typeof openChatWorld>>, id: string, text: string) => {
  const before = world.channel.shown.length;
  await world.say('ann', id, text);
  await eventually(
    () => world.channel.shown.length,
    (shown) => shown > before,
  );
};

describe('words that a conversation is found by already', () => {
  it('are not written again when they are said again', async () => {
    const world = await openChatWorld();
    const index = jest.spyOn(world.ports.search, 'index');
    await world.chat.start();
    await saying(world, '1', 'what are the fees');
    await saying(world, '2', 'the fees are what');
    await saying(world, '3', 'fees for abroad');
    await world.chat.drain();
    expect(index.mock.calls.map(([said]) => said.map(({ number, words }) => [number, words.length]))).toEqual([
      [[1, 4]],
      [[5, 2]],
    ]);
  });

  it('are written again after an erasure took them', async () => {
    const world = await openChatWorld();
    await world.chat.start();
    await saying(world, '1', 'zanzibar');
    const found = async () => (await world.chat.service.listConversations(ofAnn('zanzibar'))).conversations.length;
    expect(await found()).toBe(1);
    await world.chat.service.eraseConversation({ tenant: 'bank', conversation: 'ann', by: 'api' });
    await eventually(found, (count) => count === 0);
    await saying(world, '2', 'zanzibar');
    expect(await eventually(found, (count) => count === 1)).toBe(1);
    await world.chat.drain();
  });
});

const ofAnn = (text: string) => ({ tenant: 'bank', limit: 0, cursor: '', text, flowHashes: [] });
