import type { ChatService } from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';
import { code, GatewayWorld, key, ownOrigin } from './testing/gateway-world.ts';

let world: GatewayWorld;

afterEach(() => world.close());

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    fetch(`${world.url}/channels/web-chat/shop/messages`, { method: 'OPTIONS', headers: { origin } });

  it('may ask if the connection allows its origin, our own page too, and no other', async () => {
    world = await GatewayWorld.open({});
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
    world = await GatewayWorld.open({ chat: { receiveStimulus: () => Promise.reject(busy) } });
    const headers = { origin: 'https://shop.example', 'content-type': 'application/json' };
    const answer = await fetch(`${world.url}/channels/web-chat/shop/messages`, { method: 'POST', headers, body: '{}' });
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
    world = await GatewayWorld.open({ chat: { receiveStimulus } });
    const headers = { 'content-type': 'application/json', 'x-mark': 'kept' };
    const body = '{ "a" :1}';
    const answer = await fetch(`${world.url}/channels/slack/shop/events`, { method: 'POST', headers, body });
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
    world = await GatewayWorld.open({ chat: { receiveStimulus } });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `text=a+b%20c&${'x'.repeat(300_000)}`;
    const answer = await fetch(`${world.url}/channels/slack/shop`, { method: 'POST', headers, body });
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'ünique',
    ]);
    expect(seen).toEqual([`|${body}`]);
  });

  it('is told not to come again only where that would help nobody', async () => {
    const refuse = async (status: 'NOT_FOUND' | 'UNAVAILABLE', errorCode: string) => {
      world = await GatewayWorld.open({
        chat: { receiveStimulus: () => Promise.reject(new ServiceFault(status, errorCode, 'No.')) },
      });
      const answer = await fetch(`${world.url}/channels/slack/shop`, { method: 'POST' });
      await world.close();
      return [answer.status, answer.headers.get('x-slack-no-retry')];
    };
    expect(await refuse('NOT_FOUND', 'connection.unknown')).toEqual([404, '1']);
    expect(await refuse('UNAVAILABLE', 'chat.busy')).toEqual([503, null]);
    world = await GatewayWorld.open({});
  });

  it('learns nothing of a fault of ours but that it is ours', async () => {
    world = await GatewayWorld.open({ chat: { receiveStimulus: () => Promise.reject(new Error('password=hunter2')) } });
    const answer = await fetch(`${world.url}/channels/web-chat/shop/messages`, { method: 'POST' });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('hunter2');
    expect(world.warned).toEqual(['request.failed']);
  });
});

describe('a refusal', () => {
  it('tells the trace of the request: where nothing is traced here, its caller’s, if that is one', async () => {
    world = await GatewayWorld.open({});
    const refuse = async (traceparent: string): Promise<unknown> => {
      const answer = await fetch(`${world.url}/nowhere`, { headers: { traceparent } });
      return ((await answer.json()) as { readonly traceId?: string }).traceId;
    };
    expect(await refuse(`00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`)).toBe('ab'.repeat(16));
    expect(await refuse(`00-${'0'.repeat(32)}-${'cd'.repeat(8)}-01`)).toBeUndefined();
    expect(await refuse('<script>')).toBeUndefined();
  });

  it('is within the span that was begun for the request, whose end hears of its status', async () => {
    const begun: string[] = [];
    const ended = new Promise<number>((end) => {
      void GatewayWorld.open({}, ({ method, route, path }) => {
        begun.push(`${method} ${route} ${path}`);
        return { id: 'ef'.repeat(16), run: (work) => work(), end };
      }).then((opened) => {
        world = opened;
        return fetch(`${world.url}/channels/web-chat/shop/messages?token=x`);
      });
    });
    expect(await ended).toBe(401);
    expect(begun).toEqual(['GET /channels/web-chat/:connection/messages /channels/web-chat/shop/messages']);
  });
});

describe('an API key', () => {
  const listConversations = () => Promise.resolve({ conversations: [], next: '' });

  it('does what its scopes allow, and nothing else', async () => {
    world = await GatewayWorld.open({ tenant: 'bank', scopes: ['conversations:read'], chat: { listConversations } });
    expect((await fetch(`${world.url}/v1/conversations`, { headers: key })).status).toBe(200);
    const erased = await fetch(`${world.url}/v1/conversations/ann`, { method: 'DELETE', headers: key });
    expect([erased.status, await code(erased)]).toEqual([403, 'auth.scope-missing']);
    const tenants = await fetch(`${world.url}/v1/tenants`, { method: 'POST', headers: key });
    expect([tenants.status, await code(tenants)]).toEqual([403, 'auth.platform-key-needed']);
  });

  it("that is the platform's reads nothing of the tenants'", async () => {
    world = await GatewayWorld.open({ tenant: undefined, scopes: ['tenants:write'], chat: { listConversations } });
    for (const path of ['conversations', 'connections', 'flows/f', 'conversations/ann/journal']) {
      const answer = await fetch(`${world.url}/v1/${path}`, { headers: key });
      expect([path, answer.status, await code(answer)]).toEqual([path, 403, 'auth.tenant-key-needed']);
    }
  });
});

describe('the chat page', () => {
  it('loads nothing of anybody else, may not be framed, and is not sent twice', async () => {
    world = await GatewayWorld.open({});
    const page = await fetch(`${world.url}/chat/shop`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const again = await fetch(`${world.url}/chat/shop`, {
      headers: { 'if-none-match': page.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect((await fetch(`${world.url}/widget.js`)).headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect((await fetch(`${world.url}/assets/page.css`)).headers.get('content-type')).toBe('text/css');
  });

  it('is there only for a web chat that exists, and nothing else of the disk is', async () => {
    world = await GatewayWorld.open({});
    expect(await code(await fetch(`${world.url}/chat/nowhere`))).toBe('connection.unknown');
    expect(await code(await fetch(`${world.url}/assets/..%2F..%2Fpackage.json`))).toBe('route.unknown');
  });
});

describe('the console', () => {
  it('is under the same policy as the chat page, and so is what runs beside it', async () => {
    world = await GatewayWorld.open({});
    for (const address of ['/console', '/console/assets/page.js']) {
      const answer = await fetch(`${world.url}${address}`);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect([address, answer.status]).toEqual([address, 200]);
      expect(policy).toContain("script-src 'self'; worker-src 'self'; style-src 'self'; connect-src 'self'");
      expect(policy).not.toContain('unsafe');
    }
    expect(await code(await fetch(`${world.url}/console/assets/..%2F..%2Fpackage.json`))).toBe('route.unknown');
  });
});

describe('readiness', () => {
  it('names what is amiss', async () => {
    world = await GatewayWorld.open({ health: { isReady: false, dependencies: { database: 'no answer' } } });
    const answer = await fetch(`${world.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: 'not ready', dependencies: { database: 'no answer' } });
    expect((await fetch(`${world.url}/livez`)).status).toBe(200);
  });
});
