import { eventually, openChatWorld } from './testing/chat-world.ts';

const ann = { tenant: 'bank', conversation: 'ann' };

describe('a reply on its way out', () => {
  it('rule 25: is not sent once an agent has claimed the conversation, as read just before the call', async () => {
    const world = await openChatWorld({ deduplicates: false });
    // The claim is recorded while the reply is being claimed for sending: nothing read before that knows of it.
    const claim = world.ports.deliveries.claim.bind(world.ports.deliveries);
    const claimed = {
      ...{ ...ann, connection: 'letters', seq: 0, episode: 1, flow: 'f', language: 'en', status: 'agent' as const },
      ...{ states: [], lastMessage: 0, firstMessage: 1, epoch: 1, updatedAt: 1 },
    };
    world.ports.deliveries.claim = (attempt) => {
      world.ports.conversations.get = () => Promise.resolve(claimed);
      return claim(attempt);
    };
    await world.chat.start();
    await world.say('ann', '1', 'hi');
    const status = await eventually(
      () => world.ports.deliveries.status(ann, 'ann:1:2'),
      (state) => state !== null && state !== 'sending',
    );
    await world.chat.drain();
    expect(status).toBe('suppressed');
    expect(world.channel.shown).toEqual([]);
  });
});
