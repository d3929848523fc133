import { readFileSync } from 'node:fs';
import { unwrap } from '@parley/client';
import { ApiWorld, refusalOf, type TenantWithKey } from './api-world.ts';
import { bodyOf, pathWith, routesOf, type Described, type Route } from './described-routes.ts';

/** As it is checked in; that it is the one that is served is the first test. */
const file = new URL('../../../../libs/client/src/gen/openapi.json', import.meta.url);
const described = JSON.parse(readFileSync(file, 'utf8')) as Described;
const routes = routesOf(described);
const withBody = routes.filter(({ requestBody }) => requestBody !== undefined);

let world: ApiWorld;
let alpha: TenantWithKey;
let beta: TenantWithKey;
/** What is alpha's. */
let ids: Record<string, string>;

beforeAll(async () => {
  world = await ApiWorld.start();
  alpha = await world.tenant('alpha');
  beta = await world.tenant('beta');
  const hash = await world.connect(alpha, 'desk', 'alpha-desk');
  const begun = await unwrap(
    alpha.client.POST('/v1/conversations', {
      body: { connection: 'alpha-desk', text: 'what are the fees? zebra' },
      params: { query: { wait: '10s' } },
    }),
  );
  const { keyId } = await unwrap(alpha.client.POST('/v1/api-keys', { body: { name: 'spare', scopes: [] } }));
  ids = {
    ...{ tenant: 'alpha', key: keyId, flow: 'desk', hash, connection: 'alpha-desk' },
    ...{ conversation: begun.conversation, id: 'f'.repeat(64) },
  };
}, 60_000);

afterAll(() => world.stop(), 30_000);

/** The smallest request that this route takes, by this key. */
const ask = (route: Route, key: string, more: Readonly<Record<string, unknown>> = {}): Promise<Response> => {
  const body = bodyOf(described, route, { ...fixed, ...ids, ...more });
  return world.call(route.method, pathWith(route, { ...ids, ...more } as Record<string, string>), { key, body });
};

/** Members that a type alone does not tell. */
const fixed = { secrets: { token: 'x' }, language: 'en', agent: 'eve', seq: 1 };

const isPlatform = ({ 'x-scope': scope }: Route): boolean => scope.startsWith('tenants:');
const keyFor = (route: Route, tenant = alpha): string => (isPlatform(route) ? world.platformKey : tenant.apiKey);
const named = routes.map((route) => [`${route.method} ${route.path}`, route] as const);

describe('the description that is served', () => {
  it('is the one that the client is made of, and needs no key', async () => {
    const answer = await world.call('GET', '/v1/openapi.json');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(described);
    expect(routes.length).toBeGreaterThan(40);
  });

  it('has a page to try it, whose files are all our own', async () => {
    const page = await world.call('GET', '/v1/docs');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(files).toHaveLength(3);
    for (const path of files) expect([path, (await world.call('GET', path)).status]).toEqual([path, 200]);
  });
});

describe('every route of /v1', () => {
  it.each(named)('without a credential is closed: %s', async (_, route) => {
    const body = bodyOf(described, route, { ...fixed, ...ids });
    const path = pathWith(route, ids);
    expect(await refusalOf(await world.call(route.method, path, { body }))).toEqual([401, 'auth.missing']);
    const wrong = await world.call(route.method, path, { body, key: `${alpha.apiKey.slice(0, -1)}~` });
    expect(await refusalOf(wrong)).toEqual([401, 'auth.invalid-key']);
  });

  it.each(named)("is closed to a key without its scope, and to the other side's key: %s", async (_, route) => {
    const other = isPlatform(route) ? alpha.apiKey : world.platformKey;
    const code = isPlatform(route) ? 'auth.platform-key-needed' : 'auth.tenant-key-needed';
    expect(await refusalOf(await ask(route, other))).toEqual([403, code]);
    if (isPlatform(route)) return;
    const scope = route['x-scope'].startsWith('usage') ? 'flows:write' : 'usage:read';
    const made = await unwrap(alpha.client.POST('/v1/api-keys', { body: { name: 'narrow', scopes: [scope] } }));
    expect(await refusalOf(await ask(route, made.apiKey))).toEqual([403, 'auth.scope-missing']);
  });

  it.each(named.filter(([, route]) => !isPlatform(route)))('tells nothing of another tenant: %s', async (_, route) => {
    const answer = await ask(route, beta.apiKey);
    const text = await answer.text();
    expect(text).not.toContain('zebra');
    for (const own of [ids['hash'], ids['key']]) expect(text).not.toContain(own);
    const asksForOne = route.path.includes('{') || route.operationId === 'redriveStimulus';
    // A flow of that name may be beta's own by now.
    const makes = ['saveDraft', 'checkFlow', 'publishFlow', 'listVersions'].includes(route.operationId);
    if (asksForOne && !makes) expect([route.operationId, answer.status]).toEqual([route.operationId, 404]);
    else if (route.method === 'GET') expect(JSON.stringify(JSON.parse(text))).not.toContain('alpha');
  });

  it.each(withBody.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'refuses a body that is not of its shape: %s',
    async (_, route) => {
      const path = pathWith(route, ids);
      const key = keyFor(route);
      const send = async (body: unknown) => refusalOf(await world.call(route.method, path, { key, body }));
      expect(await send([])).toEqual([400, 'body.invalid']);
      expect(await send({ ...(bodyOf(described, route, ids) as object), zebra: 1 })).toEqual([400, 'body.invalid']);
      expect(await send('{"a":')).toEqual([400, 'body.not-json']);
      expect(await send(`${'['.repeat(40)}${']'.repeat(40)}`)).toEqual([400, 'body.too-deep']);
      expect(await send('x'.repeat(300_000))).toEqual([413, 'body.too-large']);
      const text = await world.call(route.method, path, { key, body: '{}', headers: { 'content-type': 'text/plain' } });
      expect(await refusalOf(text)).toEqual([415, 'body.wrong-type']);
    },
  );

  it.each(named.filter(([, { parameters }]) => parameters.some((one) => one.in === 'query')))(
    'refuses a query that it does not know: %s',
    async (_, route) => {
      const body = bodyOf(described, route, { ...fixed, ...ids });
      const path = `${pathWith(route, ids)}?zebra=1`;
      const answer = await world.call(route.method, path, { key: keyFor(route), body });
      expect(await refusalOf(answer)).toEqual([400, 'query.invalid']);
    },
  );

  it.each(named.filter(([, { path }]) => path.includes('{')))(
    'refuses an id that can be none: %s',
    async (_, route) => {
      const wrong = Object.fromEntries(Object.keys(ids).map((name) => [name, '%21']));
      const body = bodyOf(described, route, { ...fixed, ...ids });
      const answer = await world.call(route.method, pathWith(route, wrong), { key: keyFor(route), body });
      expect(await refusalOf(answer)).toEqual([400, 'path.invalid']);
    },
  );

  it.each(named)('says how many requests are left: %s', async (_, route) => {
    const answer = await ask(route, isPlatform(route) ? alpha.apiKey : world.platformKey);
    expect(answer.headers.get('ratelimit')).toMatch(/^"(platform|tenant-read|tenant-write)";r=\d+;t=\d+$/);
    expect(answer.headers.get('ratelimit-policy')).toMatch(/^"[a-z-]+";q=\d+;w=\d+$/);
  });
});
