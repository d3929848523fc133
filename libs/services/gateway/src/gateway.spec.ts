import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { ChatService, Client, FlowService, SecurityService, StateEngineService } from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';
import { MemoryCache, MemoryRateLimiter } from '@parley/ports';
import { ConnectionDirectory } from '@parley/service-kit';
import type { Gateway } from './gateway.ts';
import { createGateway } from './gateway.ts';
import type { GatewayPorts, Health } from './gateway-ports.ts';
import type { PageFile } from './pages.ts';

/** Services that answer as told; a method that nobody told anything is missing, so that calling it fails the test. */
interface Told {
  chat?: Partial<Client<ChatService>>;
  engine?: Partial<Client<StateEngineService>>;
  flows?: Partial<Client<FlowService>>;
  scopes?: readonly string[];
  tenant?: string | undefined;
  health?: Health;
}

const file = (text: string, type: string): PageFile => ({
  bytes: Buffer.from(text),
  type,
  etag: `"${createHash('sha256').update(text).digest('hex')}"`,
});

const settings = { allowedOrigins: ['https://shop.example', 'self'], showJournal: true };
const ownOrigin = 'http://127.0.0.1:4000';
let gateway: Gateway;
let url: string;
let warned: string[];

async function open(told: Told, trace?: GatewayPorts['trace']): Promise<void> {
  const security = {
    authenticate: async () => ({ tenant: told.tenant, scopes: [...(told.scopes ?? [])], keyId: 'k' }),
    getConnection: async ({ connection }: { readonly connection: string }) => {
      if (connection !== 'shop') throw new ServiceFault('NOT_FOUND', 'connection.unknown', 'None.');
      const settingsJson = Buffer.from(JSON.stringify(settings));
      return { connection: { connection, tenant: 'bank', channel: 'web-chat', flow: 'f', settingsJson, createdAt: 1 } };
    },
  } as unknown as Client<SecurityService>;
  warned = [];
  gateway = await createGateway({
    chat: (told.chat ?? {}) as Client<ChatService>,
    engine: (told.engine ?? {}) as Client<StateEngineService>,
    flows: (told.flows ?? {}) as Client<FlowService>,
    security,
    directory: new ConnectionDirectory(security, new MemoryCache()),
    pages: {
      chat: {
        html: file('<!doctype html>', 'text/html; charset=utf-8'),
        assets: new Map([['page.css', file('a{}', 'text/css')]]),
      },
      console: {
        html: file('<!doctype html><title>Console</title>', 'text/html; charset=utf-8'),
        assets: new Map([['page.js', file('void 1', 'text/javascript')]]),
      },
      widget: file('void 0', 'text/javascript'),
    },
    rates: new MemoryRateLimiter(),
    now: () => Date.now(),
    ownOrigins: [ownOrigin],
    health: () => Promise.resolve(told.health ?? { isReady: true, dependencies: {} }),
    warn: (event) => warned.push(event),
    ...(trace && { trace }),
  });
  url = `http://127.0.0.1:${await gateway.listen(0, '127.0.0.1')}`;
}

afterEach(() => gateway.close());

const code = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;
const key = { authorization: 'Bearer pk_x' };

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    fetch(`${url}/channels/web-chat/shop/messages`, { method: 'OPTIONS', headers: { origin } });

  it('may ask if the connection allows its origin, our own page too, and no other', async () => {
    await open({});
    for (const origin of ['https://shop.example', ownOrigin]) {
      const answer = await preflight(origin);
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('vary')).toBe('Origin');
    }
    const refused = await preflight('https://evil.example');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('can read what went wrong', async () => {
    const busy = new ServiceFault('UNAVAILABLE', 'chat.busy', 'Not now.', 1_500);
    await open({ chat: { receiveStimulus: () => Promise.reject(busy) } });
    const headers = { origin: 'https://shop.example', 'content-type': 'application/json' };
    const answer = await fetch(`${url}/channels/web-chat/shop/messages`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(await code(answer)).toBe('chat.busy');
  });
});

describe('a channel', () => {
  it('is passed through as raw bytes, with the headers that its signature covers', async () => {
    const seen: unknown[] = [];
    const receiveStimulus: ChatService['receiveStimulus'] = async (request) => {
      seen.push({ ...request, body: Buffer.from(request.body).toString('utf8'), headers: request.headers['x-mark'] });
      return { eventIds: ['web:1'], quarantined: false, ack: undefined };
    };
    await open({ chat: { receiveStimulus } });
    const headers = { 'content-type': 'application/json', 'x-mark': 'kept' };
    const body = '{ "a" :1}';
    const answer = await fetch(`${url}/channels/slack/shop/events`, { method: 'POST', headers, body });
    expect([answer.status, await answer.json()]).toEqual([200, { eventId: 'web:1' }]);
    expect(seen).toEqual([{ channel: 'slack', connection: 'shop', path: 'events', headers: 'kept', body }]);
  });

  it('with one address for everything is answered in its own form, and a form is passed through as bytes too', async () => {
    const seen: string[] = [];
    const receiveStimulus: ChatService['receiveStimulus'] = async ({ path, body }) => {
      seen.push(`${path}|${Buffer.from(body).toString('utf8')}`);
      return {
        eventIds: [],
        quarantined: false,
        ack: { contentType: 'text/plain; charset=utf-8', body: Buffer.from('ünique') },
      };
    };
    await open({ chat: { receiveStimulus } });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `text=a+b%20c&${'x'.repeat(300_000)}`;
    const answer = await fetch(`${url}/channels/slack/shop`, { method: 'POST', headers, body });
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'ünique',
    ]);
    expect(seen).toEqual([`|${body}`]);
  });

  it('is told not to come again only where that would help nobody', async () => {
    const refuse = async (status: 'NOT_FOUND' | 'UNAVAILABLE', errorCode: string) => {
      await open({ chat: { receiveStimulus: () => Promise.reject(new ServiceFault(status, errorCode, 'No.')) } });
      const answer = await fetch(`${url}/channels/slack/shop`, { method: 'POST' });
      await gateway.close();
      return [answer.status, answer.headers.get('x-slack-no-retry')];
    };
    expect(await refuse('NOT_FOUND', 'connection.unknown')).toEqual([404, '1']);
    expect(await refuse('UNAVAILABLE', 'chat.busy')).toEqual([503, null]);
    await open({});
  });

  it('learns nothing of a fault of ours but that it is ours', async () => {
    await open({ chat: { receiveStimulus: () => Promise.reject(new Error('password=hunter2')) } });
    const answer = await fetch(`${url}/channels/web-chat/shop/messages`, { method: 'POST' });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('hunter2');
    expect(warned).toEqual(['request.failed']);
  });
});

describe('a refusal', () => {
  it('tells the trace of the request: where nothing is traced here, its caller’s, if that is one', async () => {
    await open({});
    const refuse = async (traceparent: string): Promise<unknown> => {
      const answer = await fetch(`${url}/nowhere`, { headers: { traceparent } });
      return ((await answer.json()) as { readonly traceId?: string }).traceId;
    };
    expect(await refuse(`00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`)).toBe('ab'.repeat(16));
    expect(await refuse(`00-${'0'.repeat(32)}-${'cd'.repeat(8)}-01`)).toBeUndefined();
    expect(await refuse('<script>')).toBeUndefined();
  });

  it('is within the span that was begun for the request, whose end hears of its status', async () => {
    const begun: string[] = [];
    const ended = new Promise<number>((end) => {
      void open({}, ({ method, route, path }) => {
        begun.push(`${method} ${route} ${path}`);
        return { id: 'ef'.repeat(16), run: (work) => work(), end };
      }).then(() => fetch(`${url}/channels/web-chat/shop/messages?token=x`));
    });
    expect(await ended).toBe(401);
    expect(begun).toEqual(['GET /channels/web-chat/:connection/messages /channels/web-chat/shop/messages']);
  });
});

describe('a stream', () => {
  const verifyVisitor = () => Promise.resolve({ tenant: 'bank', conversation: 'ann', showJournal: false });
  const message = {
    ...{ tenant: 'bank', conversation: 'ann', number: 3, seq: 2, from: 'person', text: 'hi\nthere' },
    ...{ choices: [], eventId: 'web:m1', at: 5 },
  };

  it('tells messages with their numbers, then status and typing, and ends with the service', async () => {
    const asked: number[] = [];
    const chat: Partial<Client<ChatService>> = {
      verifyVisitor,
      async *watchMessages({ after }) {
        asked.push(after);
        yield { messages: [message], status: 'bot', typing: true };
      },
    };
    await open({ chat });
    const headers = { ...key, 'last-event-id': '2' };
    const answer = await fetch(`${url}/channels/web-chat/shop/stream?after=0`, { headers });
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
    await open({ chat });
    const answer = await fetch(`${url}/channels/web-chat/shop/stream?after=2`, { headers: key });
    expect((await answer.text()).match(/^id: .*$/gm)).toEqual(['id: 3']);
    expect(asked).toEqual([2, 3]);
  });

  it('is not held up in closing by lines on which nobody has asked anything', async () => {
    await open({});
    const line = connect(Number(new URL(url).port), '127.0.0.1');
    await once(line, 'connect');
    // The server learns of it a moment later.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    await Promise.all([gateway.close(), once(line.resume(), 'close')]);
    // What is under way is cut after three seconds.
    expect(performance.now() - began).toBeLessThan(2_500);
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
    await open({ chat });
    expect((await fetch(`${url}/channels/web-chat/shop/stream?after=2`, { headers: key })).status).toBe(503);
    expect(asked).toBe(5);
  });

  it('ends whole when the gateway closes, and a request under way is still answered', async () => {
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
    await open({ chat });
    const stream = await fetch(`${url}/channels/web-chat/shop/stream`, { headers: key });
    const sent = fetch(`${url}/channels/slack/shop/events`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = gateway.close();
    expect(await stream.text()).toContain('event: status');
    // Longer than lines that wait for their next request are kept.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    take();
    expect((await sent).status).toBe(200);
    await closed;
  });

  it('that is one too many is refused as an answer of its own', async () => {
    const tooMany = new ServiceFault('RESOURCE_EXHAUSTED', 'stream.too-many', 'Too many.', 5_000);
    const watchMessages: ChatService['watchMessages'] = () => ({
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(tooMany) }),
    });
    await open({ chat: { verifyVisitor, watchMessages } });
    const answer = await fetch(`${url}/channels/web-chat/shop/stream`, { headers: key });
    expect([answer.status, await code(answer)]).toEqual([429, 'stream.too-many']);
  });

  it('and its journal are shown only where the connection shows them', async () => {
    await open({ chat: { verifyVisitor } });
    const answer = await fetch(`${url}/channels/web-chat/shop/journal`, { headers: key });
    expect([answer.status, await code(answer)]).toEqual([403, 'journal.hidden']);
    const wrong = await fetch(`${url}/channels/web-chat/shop/messages?after=-1`, { headers: key });
    expect([wrong.status, await code(wrong)]).toEqual([400, 'query.invalid']);
  });
});

describe('an API key', () => {
  const listConversations = () => Promise.resolve({ conversations: [], next: '' });

  it('does what its scopes allow, and nothing else', async () => {
    await open({ tenant: 'bank', scopes: ['conversations:read'], chat: { listConversations } });
    expect((await fetch(`${url}/v1/conversations`, { headers: key })).status).toBe(200);
    const erased = await fetch(`${url}/v1/conversations/ann`, { method: 'DELETE', headers: key });
    expect([erased.status, await code(erased)]).toEqual([403, 'auth.scope-missing']);
    const tenants = await fetch(`${url}/v1/tenants`, { method: 'POST', headers: key });
    expect([tenants.status, await code(tenants)]).toEqual([403, 'auth.platform-key-needed']);
  });

  it("that is the platform's reads nothing of the tenants'", async () => {
    await open({ tenant: undefined, scopes: ['tenants:write'], chat: { listConversations } });
    for (const path of ['conversations', 'connections', 'flows/f', 'conversations/ann/journal']) {
      const answer = await fetch(`${url}/v1/${path}`, { headers: key });
      expect([path, answer.status, await code(answer)]).toEqual([path, 403, 'auth.tenant-key-needed']);
    }
  });
});

describe('the chat page', () => {
  it('loads nothing of anybody else, may not be framed, and is not sent twice', async () => {
    await open({});
    const page = await fetch(`${url}/chat/shop`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const again = await fetch(`${url}/chat/shop`, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    expect((await fetch(`${url}/widget.js`)).headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect((await fetch(`${url}/assets/page.css`)).headers.get('content-type')).toBe('text/css');
  });

  it('is there only for a web chat that exists, and nothing else of the disk is', async () => {
    await open({});
    expect(await code(await fetch(`${url}/chat/nowhere`))).toBe('connection.unknown');
    expect(await code(await fetch(`${url}/assets/..%2F..%2Fpackage.json`))).toBe('route.unknown');
  });
});

describe('the console', () => {
  it('is under the same policy as the chat page, and so is what runs beside it', async () => {
    await open({});
    for (const address of ['/console', '/console/assets/page.js']) {
      const answer = await fetch(`${url}${address}`);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect([address, answer.status]).toEqual([address, 200]);
      expect(policy).toContain("script-src 'self'; worker-src 'self'; style-src 'self'; connect-src 'self'");
      expect(policy).not.toContain('unsafe');
    }
    expect(await code(await fetch(`${url}/console/assets/..%2F..%2Fpackage.json`))).toBe('route.unknown');
  });
});

describe('readiness', () => {
  it('names what is amiss', async () => {
    await open({ health: { isReady: false, dependencies: { database: 'no answer' } } });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: 'not ready', dependencies: { database: 'no answer' } });
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });
});
