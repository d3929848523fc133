import { eventually, openChatWorld } from './testing/chat-world.ts';

const ann = { tenant: 'bank', conversation: 'ann' };

async function handedOver() {
  const world = await openChatWorld();
  await world.chat.start();
  await world.say('ann', '1', 'hand over');
  await eventually(
    () => world.ports.conversations.get(ann),
    (summary) => summary !== null,
  );
  return world;
}

describe('an agent', () => {
  it('answers a conversation that was handed over, once however often the answer is sent, and gives it back', async () => {
    const world = await handedOver();
    const { service } = world.chat;
    const said = { ...ann, id: 'm1', agent: 'eve', text: 'I am here.' };
    const first = await service.sendAgentMessage(said);
    expect(first).toEqual({ eventId: 'agent:m1', seq: 2 });
    expect(await service.sendAgentMessage(said)).toEqual(first);
    expect(await service.closeHandoff({ ...ann, id: 'c1', agent: 'eve' })).toEqual({ eventId: 'agent:c1', seq: 3 });
    await world.chat.drain();
    expect(world.channel.shown.map(({ from, text }) => `${from}: ${text}`)).toContain('agent: I am here.');
  });

  it('is refused outside a handoff, and for a conversation of nobody or of another tenant', async () => {
    const world = await handedOver();
    const { service } = world.chat;
    await service.closeHandoff({ ...ann, id: 'c1', agent: 'eve' });
    const said = { ...ann, id: 'm1', agent: 'eve', text: 'Too late.' };
    await expect(service.sendAgentMessage(said)).rejects.toMatchObject({ code: 'handoff.not-open' });
    const unknown = { code: 'conversation.unknown' };
    await expect(service.sendAgentMessage({ ...said, conversation: 'zoe' })).rejects.toMatchObject(unknown);
    await expect(service.sendAgentMessage({ ...said, tenant: 'other' })).rejects.toMatchObject(unknown);
  });

  it('is told to ask again when its act is not recorded in time', async () => {
    const world = await openChatWorld({ config: { settleWithinMs: 20 } });
    await world.ports.conversations.record([
      {
        ...{
          ...ann,
          connection: 'letters',
          seq: 1,
          episode: 1,
          flow: 'f',
          language: 'en',
          status: 'agent',
          states: [],
        },
        ...{ lastMessage: 0, firstMessage: 1, epoch: 1, updatedAt: 1 },
      },
    ]);
    const said = { ...ann, id: 'm1', agent: 'eve', text: 'Hello?' };
    await expect(world.chat.service.sendAgentMessage(said)).rejects.toMatchObject({ code: 'outcome.pending' });
  });
});

describe('a person who is forgotten', () => {
  it('leaves no message and no readable key behind, and begins anew when coming back', async () => {
    const world = await handedOver();
    const { service } = world.chat;
    await service.eraseConversation({ ...ann, by: 'api' });
    expect(await world.ports.messages.after(ann, 0, 10)).toEqual([]);
    expect(await world.ports.keyring.open(ann, 1)).toBeNull();
    await service.eraseConversation({ ...ann, by: 'api' });
    await world.say('ann', '2', 'hello again');
    const page = await service.readMessages({ ...ann, after: 0, limit: 0, waitMs: 2_000 });
    expect(page.messages.map(({ text }) => text)).toEqual(['hello again', 'echo hello again']);
    expect(world.store.log.at(-1)?.generation).toBe(2);
  });
});
