import { ChatSession, type ChatState } from './chat-session.ts';
import { Outbox } from './outbox.ts';
import { ChatServer, Refusal, type Page } from './server.ts';
import type { ServerMessage } from './shown-message.ts';

const message = (number: number): ServerMessage => ({ number, from: 'bot', text: `${number}`, choices: [], at: 0 });

/** Says what it is asked for; each stream tells the messages that it is given, and is cut then. */
class CutServer extends ChatServer {
  readonly asked: string[] = [];

  constructor(private readonly streams: (readonly ServerMessage[] | Refusal)[]) {
    super('http://127.0.0.1', 'shop', 'en');
  }

  override begin() {
    return Promise.resolve({ token: 't', conversation: 'ann' });
  }

  override opened(): Promise<void> {
    this.asked.push('opened');
    return Promise.resolve();
  }

  override read(_visit: unknown, after: number, waitSeconds: number): Promise<Page> {
    this.asked.push(`${waitSeconds > 0 ? 'wait' : 'read'} ${after}`);
    return Promise.resolve({ messages: [], status: 'new', typing: false });
  }

  override follow(
    _visit: unknown,
    after: number,
    signal: AbortSignal,
    on: (event: string, content: unknown) => void,
  ): Promise<void> {
    this.asked.push(`stream ${after}`);
    const told = this.streams.shift();
    if (told instanceof Refusal) return Promise.reject(told);
    on('open', null);
    if (told === undefined) return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    for (const one of told) on('message', one);
    return Promise.reject(new TypeError('terminated'));
  }
}

const nothingKept = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

/** Runs until it has asked so often; answers what it was asked for, and the lines that it showed. */
async function run(server: CutServer, times: number): Promise<readonly ChatState['line'][]> {
  const session = new ChatSession(server, new Outbox(nothingKept, 'shop'));
  const lines: ChatState['line'][] = [];
  const unsubscribe = session.subscribe(({ line }) => lines.at(-1) !== line && lines.push(line));
  const running = session.run();
  while (server.asked.length < times) await new Promise((resolve) => setTimeout(resolve, 10));
  unsubscribe();
  session.stop();
  await running;
  return lines;
}

describe('a web chat whose line is cut', () => {
  it('is resumed by its stream alone, after the last message that it shows', async () => {
    const server = new CutServer([[message(1), message(2)], [message(3)]]);
    expect(await run(server, 5)).toEqual(['connecting', 'online', 'offline', 'online', 'offline', 'online']);
    expect(server.asked).toEqual(['read 0', 'opened', 'stream 0', 'stream 2', 'stream 3']);
  });

  it('waits for a page where the stream is refused', async () => {
    const server = new CutServer([[message(1)], new Refusal(503, 'Not now.', null)]);
    await run(server, 6);
    expect(server.asked.slice(2)).toEqual(['stream 0', 'stream 1', 'wait 1', 'stream 1']);
  });
});
