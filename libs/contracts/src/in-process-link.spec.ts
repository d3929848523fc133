import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatService, WatchMessagesResponse } from './index.ts';
import { ChatServiceDefinition, linkInProcess, ServiceFault } from './index.ts';

const request = { tenant: 'bank', conversation: 'ann' };
const summary = {
  ...{ ...request, connection: 'c', seq: 3, episode: 1, flow: 'f', language: 'en', status: 'bot', states: ['a'] },
  ...{ lastMessage: 4, firstMessage: 1, epoch: 0, updatedAt: 1_795_000_000_000 },
};

/** A chat of which only what is given can be called. */
function chat(part: Partial<ChatService>): ChatService {
  const rest = Object.keys(ChatServiceDefinition.methods).map((name) => [name, () => Promise.reject(new Error(name))]);
  return { ...(Object.fromEntries(rest) as unknown as ChatService), ...part };
}

describe.each([{ wire: true }, { wire: false }])('a service called in process, wire: $wire', (options) => {
  it('answers what it answered, numbers beyond 32 bits too', async () => {
    const service = chat({ getConversation: () => Promise.resolve({ conversation: summary }) });
    const client = linkInProcess<ChatService>(ChatServiceDefinition, service, options);
    expect(await client.getConversation(request)).toEqual({ conversation: summary });
  });

  it('passes a fault on as it is, and any other error without its text', async () => {
    const fault = new ServiceFault('UNAVAILABLE', 'chat.busy', 'Not now.', 500);
    const busy = chat({ getConversation: () => Promise.reject(fault) });
    const broken = chat({ getConversation: () => Promise.reject(new Error('select secret from table')) });
    const link = (service: ChatService) => linkInProcess<ChatService>(ChatServiceDefinition, service, options);
    await expect(link(busy).getConversation(request)).rejects.toMatchObject({ code: 'chat.busy', retryInMs: 500 });
    const told = await link(broken)
      .getConversation(request)
      .catch((error: unknown) => error);
    expect(told).toMatchObject({ status: 'INTERNAL', code: 'internal' });
    expect(String(told)).not.toContain('secret');
  });

  it('is given up at the deadline, and when the caller goes', async () => {
    const slow = chat({ getConversation: () => sleep(500, { conversation: summary }, { ref: false }) });
    const client = linkInProcess<ChatService>(ChatServiceDefinition, slow, options);
    const late = client.getConversation(request, { deadline: Date.now() + 20 });
    await expect(late).rejects.toMatchObject({ status: 'DEADLINE_EXCEEDED' });
    const caller = new AbortController();
    const cut = client.getConversation(request, { signal: caller.signal });
    caller.abort();
    await expect(cut).rejects.toMatchObject({ status: 'CANCELLED' });
    await expect(client.getConversation(request, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      status: 'CANCELLED',
    });
  });

  it('streams until the caller goes', async () => {
    let closed = false;
    async function* pages(): AsyncGenerator<WatchMessagesResponse> {
      try {
        for (;;) {
          yield { messages: [], status: 'bot', typing: false };
          await sleep(1);
        }
      } finally {
        closed = true;
      }
    }
    const client = linkInProcess<ChatService>(ChatServiceDefinition, chat({ watchMessages: pages }), options);
    const caller = new AbortController();
    let count = 0;
    for await (const page of client.watchMessages({ ...request, after: 0 }, { signal: caller.signal })) {
      expect(page.status).toBe('bot');
      if ((count += 1) === 3) caller.abort();
    }
    expect(count).toBe(3);
    expect(closed).toBe(true);
  });
});

it('a service that lacks a method of its contract is not linked', () => {
  const incomplete = { getConversation: () => Promise.resolve({ conversation: undefined }) };
  expect(() => linkInProcess(ChatServiceDefinition, incomplete)).toThrow('parley.chat.v1.ChatService lacks');
});
