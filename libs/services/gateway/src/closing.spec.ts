import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ChatService, Client } from '@parley/contracts';
import { GatewayWorld, key, message, verifyVisitor } from './testing/gateway-world.ts';

let world: GatewayWorld;

afterEach(() => world.close());

const taken = { eventIds: ['web:1'], quarantined: false, ack: undefined };

/** A message to a channel that is answered when `answer` is called; `asked` fulfils when somebody waits for that. */
function slowMessage() {
  let ask: () => void = () => undefined;
  let answer: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const receive = async () => {
    ask();
    await answered;
    return taken;
  };
  return { receive, asked, answer };
}

/** By a line of its own that is kept for another request, until the gateway closes it. */
async function ask(method: string, path: string): Promise<IncomingMessage> {
  const options = { method, headers: key, agent: new Agent({ keepAlive: true }) };
  const [answer] = await once(request(`${world.url}/channels/${path}`, options).end(), 'response');
  return answer as IncomingMessage;
}

const knock = (): Socket => connect(Number(new URL(world.url).port), '127.0.0.1');

/** Fulfils when nobody is let in any more: the lines that were idle at that moment have been closed. */
async function isShut(): Promise<void> {
  for (let isOpen = true; isOpen;) {
    const line = knock();
    isOpen = await new Promise((resolve) => {
      line.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    line.destroy();
  }
}

// What is under way after three seconds is cut, all at once: whoever is answered after something went was not cut with it.
describe('a gateway that closes', () => {
  it('is not held up by lines on which nobody has asked anything', async () => {
    const { receive, asked, answer } = slowMessage();
    world = await GatewayWorld.open({ chat: { receiveStimulus: receive } });
    const line = knock();
    await once(line, 'connect');
    // Lines are taken in their order: the server knows of the one before this.
    const sent = ask('POST', 'slack/shop/events');
    await asked;
    const gone = once(line.resume(), 'close');
    const closed = world.close();
    await gone;
    answer();
    expect((await sent).statusCode).toBe(200);
    await closed;
  });

  it('is not held up by lines whose answer went out meanwhile', async () => {
    const [first, last] = [slowMessage(), slowMessage()];
    const receiveStimulus: ChatService['receiveStimulus'] = ({ path }) =>
      path === 'first' ? first.receive() : last.receive();
    world = await GatewayWorld.open({ chat: { receiveStimulus } });
    const sent = [ask('POST', 'slack/shop/first'), ask('POST', 'slack/shop/last')] as const;
    await Promise.all([first.asked, last.asked]);
    const closed = world.close();
    await isShut();
    first.answer();
    const { socket } = (await sent[0]).resume();
    await once(socket, 'close');
    last.answer();
    expect((await sent[1]).statusCode).toBe(200);
    await closed;
  });

  it('ends streams whole, and a request under way is still answered', async () => {
    const { receive, asked, answer } = slowMessage();
    const chat: Partial<Client<ChatService>> = {
      verifyVisitor,
      async *watchMessages(_, { signal } = {}) {
        yield { messages: [message], status: 'bot', typing: false };
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      },
      receiveStimulus: receive,
    };
    world = await GatewayWorld.open({ chat });
    const stream = await ask('GET', 'web-chat/shop/stream');
    const sent = ask('POST', 'slack/shop/events');
    await asked;
    const gone = once(stream.socket, 'close');
    const closed = world.close();
    expect(await text(stream)).toContain('event: status');
    await gone;
    answer();
    expect((await sent).statusCode).toBe(200);
    await closed;
  });
});
