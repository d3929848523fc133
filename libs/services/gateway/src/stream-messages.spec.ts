import type { ChatService, Client } from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';
import { code, GatewayWorld, key, message, verifyVisitor } from './testing/gateway-world.ts';

let world: GatewayWorld;

afterEach(() => world.close());

describe('a stream', () => {
  it('tells messages with their numbers, then status and typing, and ends with the service', async () => {
    const asked: number[] = [];
    const chat: Partial<Client<ChatService>> = {
      verifyVisitor,
      async *watchMessages({ after }) {
        asked.push(after);
        yield { messages: [message], status: 'bot', typing: true };
      },
    };
    world = await GatewayWorld.open({ chat });
    const headers = { ...key, 'last-event-id': '2' };
    const answer = await fetch(`${world.url}/channels/web-chat/shop/stream?after=0`, { headers });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const view = '{"number":3,"from":"person","text":"hi\\nthere","choices":[],"at":5,"clientId":"m1"}';
    expect(await answer.text()).toBe(
      `id: 3\nevent: message\ndata: ${view}\n\nevent: status\ndata: {"status":"bot"}\n\nevent: typing\ndata: {"typing":true}\n\n`,
    );
    expect(asked).toEqual([2]);
  });

  it('goes on by another instance of chat when one is told to stop', async () => {
    const asked: number[] = [];
    const chat: Partial<Client<ChatService>> = {
      verifyVisitor,
      async *watchMessages({ after }) {
        asked.push(after);
        yield { messages: after < 3 ? [message] : [], status: 'bot', typing: false };
        if (after < 3) throw new ServiceFault('UNAVAILABLE', 'call.stopping', 'Stops.', 0);
      },
    };
    world = await GatewayWorld.open({ chat });
    const answer = await fetch(`${world.url}/channels/web-chat/shop/stream?after=2`, { headers: key });
    expect((await answer.text()).match(/^id: .*$/gm)).toEqual(['id: 3']);
    expect(asked).toEqual([2, 3]);
  });

  it('is let go where every chat is told to stop, after few attempts', async () => {
    let asked = 0;
    const chat: Partial<Client<ChatService>> = {
      verifyVisitor,
      async *watchMessages() {
        asked += 1;
        throw new ServiceFault('UNAVAILABLE', 'call.stopping', 'Stops.', 0);
      },
    };
    world = await GatewayWorld.open({ chat });
    expect((await fetch(`${world.url}/channels/web-chat/shop/stream?after=2`, { headers: key })).status).toBe(503);
    expect(asked).toBe(5);
  });

  it('that is one too many is refused as an answer of its own', async () => {
    const tooMany = new ServiceFault('RESOURCE_EXHAUSTED', 'stream.too-many', 'Too many.', 5_000);
    const watchMessages: ChatService['watchMessages'] = () => ({
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(tooMany) }),
    });
    world = await GatewayWorld.open({ chat: { verifyVisitor, watchMessages } });
    const answer = await fetch(`${world.url}/channels/web-chat/shop/stream`, { headers: key });
    expect([answer.status, await code(answer)]).toEqual([429, 'stream.too-many']);
  });

  it('and its journal are shown only where the connection shows them', async () => {
    world = await GatewayWorld.open({ chat: { verifyVisitor } });
    const answer = await fetch(`${world.url}/channels/web-chat/shop/journal`, { headers: key });
    expect([answer.status, await code(answer)]).toEqual([403, 'journal.hidden']);
    const wrong = await fetch(`${world.url}/channels/web-chat/shop/messages?after=-1`, { headers: key });
    expect([wrong.status, await code(wrong)]).toEqual([400, 'query.invalid']);
  });
});
