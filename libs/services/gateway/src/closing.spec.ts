import { once } from 'node:events';
import { connect } from 'node:net';
import type { ChatService, Client } from '@parley/contracts';
import { GatewayWorld, key, message, verifyVisitor } from './testing/gateway-world.ts';

let world: GatewayWorld;

afterEach(() => world.close());

describe('a gateway that closes', () => {
  it('is not held up by lines on which nobody has asked anything', async () => {
    world = await GatewayWorld.open({});
    const line = connect(Number(new URL(world.url).port), '127.0.0.1');
    await once(line, 'connect');
    // The server learns of it a moment later.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    await Promise.all([world.close(), once(line.resume(), 'close')]);
    // What is under way is cut after three seconds.
    expect(performance.now() - began).toBeLessThan(2_500);
  });

  it('ends streams whole, and a request under way is still answered', async () => {
    let take: () => void = () => undefined;
    const taken = new Promise<void>((resolve) => (take = resolve));
    const chat: Partial<Client<ChatService>> = {
      verifyVisitor,
      async *watchMessages(_, { signal } = {}) {
        yield { messages: [message], status: 'bot', typing: false };
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      },
      receiveStimulus: () => taken.then(() => ({ eventIds: ['web:1'], quarantined: false, ack: undefined })),
    };
    world = await GatewayWorld.open({ chat });
    const stream = await fetch(`${world.url}/channels/web-chat/shop/stream`, { headers: key });
    const sent = fetch(`${world.url}/channels/slack/shop/events`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = world.close();
    expect(await stream.text()).toContain('event: status');
    // Longer than lines that wait for their next request are kept.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    take();
    expect((await sent).status).toBe(200);
    await closed;
  });
});
