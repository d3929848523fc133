import { jest } from '@jest/globals';
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

/** Cuts its one stream, and is not to be reached any more; notes when somebody tries to resume. */
class GoneServer extends CutServer {
  readonly triedAt: number[] = [];

  constructor() {
    super([[]]);
  }

  override read(visit: unknown, after: number, waitSeconds: number): Promise<Page> {
    return waitSeconds > 0 ? Promise.reject(new TypeError('refused')) : super.read(visit, after, waitSeconds);
  }

  override follow(...[visit, after, signal, on]: Parameters<CutServer['follow']>): Promise<void> {
    this.triedAt.push(Date.now());
    return this.triedAt.length === 1
      ? super.follow(visit, after, signal, on)
      : Promise.reject(new TypeError('refused'));
  }
}

describe('pages that lost their line at the same moment', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('come back apart, each after its time and never after twice of it, however often they try', async () => {
    const servers = Array.from({ length: 50 }, () => new GoneServer());
    const sessions = servers.map((server) => new ChatSession(server, new Outbox(nothingKept, 'shop')));
    const running = sessions.map((session) => session.run());
    await jest.advanceTimersByTimeAsync(120_000);
    for (const session of sessions) session.stop();
    await Promise.all(running);
    for (const [attempt, ms] of [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000].entries()) {
      const waits = servers.map(({ triedAt }) => (triedAt[attempt + 1] ?? NaN) - (triedAt[attempt] ?? NaN));
      expect(waits.filter((wait) => !(wait >= ms && wait <= 2 * ms))).toEqual([]);
      expect(new Set(waits).size).toBeGreaterThan(25);
    }
  });
});
