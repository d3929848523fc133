import type { ConversationSummary } from '@parley/conversation';
import { eventually, openChatWorld } from './testing/chat-world.ts';

const ann = { tenant: 'bank', conversation: 'ann' };

function summaryOf(ref: typeof ann): ConversationSummary {
  const place = {
    connection: 'letters',
    seq: 1,
    episode: 1,
    flow: 'f',
    language: 'en',
    status: 'bot',
    states: [],
  } as const;
  return { ...ref, ...place, lastMessage: 1, firstMessage: 1, epoch: 0, updatedAt: 1 };
}

describe('an erasure', () => {
  it('rule 27: that was cut off half-way is done again, and leaves no message and no key', async () => {
    const world = await openChatWorld();
    await world.chat.start();
    await world.say('ann', '1', 'hi');
    await eventually(
      () => world.ports.messages.after(ann, 0, 10),
      (rows) => rows.length === 2,
    );
    const erase = world.ports.messages.erase.bind(world.ports.messages);
    let cuts = 1;
    world.ports.messages.erase = (ref) => {
      cuts -= 1;
      return cuts >= 0 ? Promise.reject(new Error('the line was cut')) : erase(ref);
    };
    await world.chat.service.eraseConversation({ ...ann, by: 'api' });
    await world.chat.drain();
    expect(cuts).toBe(-1);
    expect(await world.ports.messages.after(ann, 0, 10)).toEqual([]);
    expect(await world.ports.keyring.open(ann, 1)).toBeNull();
  });

  it.each([true, false])('rule 27: deletes what was said, riders %s', async (riders) => {
    const world = await openChatWorld({ config: { riders } });
    await world.chat.start();
    await world.say('ann', '1', 'hi');
    await world.ports.conversations.record([summaryOf(ann)]);
    const said = {
      ...ann,
      number: 1,
      seq: 1,
      from: 'person',
      text: 'hi',
      choices: [],
      eventId: 'web:1',
      at: 1,
    } as const;
    await world.ports.messages.insert([said]);
    await world.chat.service.eraseConversation({ ...ann, by: 'api' });
    await world.chat.drain();
    expect(await world.ports.messages.after(ann, 0, 10)).toEqual([]);
  });
});
