import { unwrap, type ParleyClient } from '@parley/client';
import { ApiWorld, codeOf as code, refusalOf, type TenantWithKey } from './api-world.ts';

let world: ApiWorld;
let bank: TenantWithKey;
let api: ParleyClient;

beforeAll(async () => {
  world = await ApiWorld.start();
  bank = await world.tenant('bank');
  api = bank.client;
  await world.connect(bank, 'desk', 'desk');
}, 60_000);

afterAll(() => world.stop(), 30_000);

describe('a flow', () => {
  const path = { flow: 'edited' };
  const draft = (text: string, etag?: string) =>
    api.PUT('/v1/flows/{flow}/draft', {
      params: { path, header: etag === undefined ? {} : { 'If-Match': etag } },
      body: { text },
    });

  it('is changed only from what was seen', async () => {
    const first = await draft('one');
    const etag = first.response.headers.get('etag') ?? '';
    expect((await api.GET('/v1/flows/{flow}', { params: { path } })).response.headers.get('etag')).toBe(etag);
    expect((await draft('two', etag)).response.status).toBe(200);
    const late = await draft('three', etag);
    expect([late.response.status, late.error?.code]).toEqual([412, 'precondition.failed']);
    expect((await unwrap(api.GET('/v1/flows/{flow}', { params: { path } }))).draft).toBe('two');
  });

  it('tells every problem at its place, and is not published with one', async () => {
    const checked = await unwrap(api.POST('/v1/flows/{flow}/check', { params: { path }, body: {} }));
    expect(checked.ok).toBe(false);
    expect(checked.problems[0]).toMatchObject({ severity: 'error' });
    expect(await code(api.POST('/v1/flows/{flow}/publish', { params: { path } }))).toBe('flow.invalid');
  });

  it('keeps its versions: an archived one is last, and cannot become the default', async () => {
    const { versions, defaultHash } = await unwrap(
      api.GET('/v1/flows/{flow}/versions', { params: { path: { flow: 'desk' } } }),
    );
    expect(versions.map(({ hash }) => hash)).toEqual([defaultHash]);
    const version = (hash: string) => ({ params: { path: { flow: 'desk', hash } } });
    const archived = await code(api.DELETE('/v1/flows/{flow}/versions/{hash}', version(defaultHash ?? '')));
    expect(archived).toBe('flow.version-in-use');
    const { text } = await unwrap(api.GET('/v1/flows/{flow}/versions/{hash}', version(defaultHash ?? '')));
    await unwrap(
      api.PUT('/v1/flows/{flow}/draft', { params: { path: { flow: 'desk' } }, body: { text: `${text}\n` } }),
    );
    const { hash } = await unwrap(api.POST('/v1/flows/{flow}/publish', { params: { path: { flow: 'desk' } } }));
    expect((await api.DELETE('/v1/flows/{flow}/versions/{hash}', version(hash))).response.status).toBe(204);
    const after = await unwrap(api.GET('/v1/flows/{flow}/versions', { params: { path: { flow: 'desk' } } }));
    expect(after.versions.map((one) => [one.hash, one.archivedAt !== null])).toEqual([
      [defaultHash, false],
      [hash, true],
    ]);
    const set = api.PUT('/v1/flows/{flow}/default', { params: { path: { flow: 'desk' } }, body: { hash } });
    expect(await code(set)).toBe('flow.no-such-version');
    const { flows } = await unwrap(api.GET('/v1/flows'));
    expect(flows.map(({ flow }) => flow)).toEqual(['desk', 'edited']);
  });
});

describe('a tenant', () => {
  it('is forgotten by the platform: no key of it works, its id stays taken, and once more is the same', async () => {
    const gone = await world.tenant('gone');
    await world.connect(gone, 'desk', 'gone-desk');
    const said = { body: { connection: 'gone-desk', text: 'hello' }, params: { query: { wait: '10s' } } };
    await unwrap(gone.client.POST('/v1/conversations', said));
    const platform = world.client(world.platformKey);
    const params = { path: { tenant: 'gone' } };
    const erase = () => platform.DELETE('/v1/tenants/{tenant}', { params });
    expect((await erase()).response.status).toBe(204);
    expect(await code(gone.client.GET('/v1/conversations'))).toBe('auth.invalid-key');
    expect(await code(platform.GET('/v1/tenants/{tenant}', { params }))).toBe('tenant.unknown');
    expect(await code(platform.POST('/v1/tenants', { body: { tenant: 'gone', name: 'New' } }))).toBe('tenant.exists');
    expect((await erase()).response.status).toBe(204);
    const nobody = platform.DELETE('/v1/tenants/{tenant}', { params: { path: { tenant: 'nobody' } } });
    expect(await code(nobody)).toBe('tenant.unknown');
    const { tenants } = await unwrap(platform.GET('/v1/tenants'));
    expect(tenants.map(({ tenant }) => tenant)).toEqual(['bank']);
  }, 60_000);
});

describe('an API key', () => {
  it('[E084] is shown once, rotated with an overlap, and ends', async () => {
    const made = await unwrap(
      api.POST('/v1/api-keys', { body: { name: 'shop', scopes: ['conversations:read', 'api-keys:write'] } }),
    );
    const shop = world.client(made.apiKey);
    const path = { key: made.keyId };
    const rotated = await unwrap(
      shop.POST('/v1/api-keys/{key}/rotate', { params: { path }, body: { overlapSeconds: 600 } }),
    );
    const [old, next] = [
      await shop.GET('/v1/conversations'),
      await world.client(rotated.apiKey).GET('/v1/conversations'),
    ];
    expect([old.response.status, next.response.status]).toEqual([200, 200]);
    expect(rotated.key).toMatchObject({ replaces: made.keyId, scopes: ['conversations:read', 'api-keys:write'] });
    const listed = await unwrap(api.GET('/v1/api-keys'));
    expect(JSON.stringify(listed)).not.toContain(made.apiKey.split('_')[3]);
    const known = listed.apiKeys.find(({ keyId }) => keyId === made.keyId);
    expect(known).toMatchObject({ name: 'shop', expiresAt: rotated.oldExpiresAt });
    expect(known?.lastUsedAt).toBeGreaterThan(0);
    expect((await api.DELETE('/v1/api-keys/{key}', { params: { path } })).response.status).toBe(204);
    expect((await shop.GET('/v1/conversations')).response.status).toBe(401);
  });

  it('hands on no more than it may do itself, by issuing or by rotating', async () => {
    const body = { name: 'small', scopes: ['api-keys:write' as const] };
    const small = world.client((await unwrap(api.POST('/v1/api-keys', { body }))).apiKey);
    const more = small.POST('/v1/api-keys', { body: { name: 'more', scopes: ['flows:write'] } });
    expect(await code(more)).toBe('auth.scope-missing');
    const first = (await unwrap(api.GET('/v1/api-keys'))).apiKeys.find(({ name }) => name === 'first');
    const path = { key: first?.keyId ?? '' };
    const stolen = small.POST('/v1/api-keys/{key}/rotate', { params: { path }, body: { overlapSeconds: 60 } });
    expect(await code(stolen)).toBe('auth.scope-missing');
    const own = await unwrap(small.POST('/v1/api-keys', { body: { name: 'same', scopes: [] } }));
    expect(own.key.scopes).toEqual(['api-keys:read', 'api-keys:write']);
  });
});

describe('an Idempotency-Key', () => {
  const connect = (name: string, connection: string) =>
    world.call('POST', '/v1/connections', {
      key: bank.apiKey,
      headers: { 'idempotency-key': name },
      body: { connection, channel: 'web-chat', flow: 'desk' },
    });

  it('does a request once, and gives its first answer again', async () => {
    const [first, again] = [await connect('k-1', 'once'), await connect('k-1', 'once')];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    expect(await refusalOf(await connect('k-1', 'other'))).toEqual([422, 'idempotency.mismatch']);
    expect(await refusalOf(await connect('k-2', 'once'))).toEqual([409, 'connection.exists']);
    expect((await connect('k-2', 'twice')).status).toBe(201);
  });

  it('is not one if it has blanks, and is the tenant’s own', async () => {
    expect(await refusalOf(await connect('two words', 'x'))).toEqual([400, 'header.invalid']);
    const other = await world.tenant('other');
    const answer = await world.call('POST', '/v1/api-keys', {
      ...{ key: other.apiKey, headers: { 'idempotency-key': 'k-1' }, body: {} },
    });
    expect(answer.status).toBe(201);
  });
});
