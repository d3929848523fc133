import { createHmac, randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import { makeApiKey } from '@parley/access';
import { linkInProcess, SecurityServiceDefinition, ServiceFault } from '@parley/contracts';
import { MemoryApiKeys, MemoryConnections, MemoryConversationKeys, MemorySealing, MemoryTenants } from '@parley/ports';
import { Keyring } from '@parley/service-kit';
import { securityDefaults } from './config.ts';
import { secretsContext } from './create-connection.ts';
import { newPlatformKey } from './new-platform-key.ts';
import { hashSecret } from './secret-hash.ts';
import { SecurityController } from './security.controller.ts';

const NOON = 1_760_000_000_000;
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function world() {
  const store = {
    tenants: new MemoryTenants(),
    apiKeys: new MemoryApiKeys(),
    connections: new MemoryConnections(),
    sealing: new MemorySealing(),
  };
  const keyring = new Keyring({ keys: new MemoryConversationKeys(), tenants: store.tenants, sealing: store.sealing });
  const ports = { ...store, keyring, now: () => NOON, random: (bytes: number) => randomBytes(bytes) };
  const platformKey = newPlatformKey('test', ports.random);
  const config = { ...securityDefaults, environment: 'test', platformKey, keyMaxAgeMs: 40 };
  const controller = new SecurityController(ports, config);
  const security = linkInProcess(SecurityServiceDefinition, controller, { wire: true });
  return { ...ports, platformKey, config, ports, security };
}

async function bank() {
  const made = world();
  const { apiKey } = await made.security.createTenant({ tenant: 'bank', name: 'The Bank' });
  return { ...made, apiKey };
}

const refusal = async (call: Promise<unknown>): Promise<readonly [string, string]> => {
  const error = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof ServiceFault) return [error.status, error.code];
  throw error;
};

describe('a new tenant', () => {
  it('gets an API key that speaks for it', async () => {
    const { security, apiKey } = await bank();
    expect(apiKey).toMatch(/^pk_test_/);
    expect(await security.authenticate({ apiKey })).toMatchObject({
      tenant: 'bank',
      scopes: expect.arrayContaining(['flows:write']),
    });
  });

  it('gets keys of its own, wrapped', async () => {
    const { keyring, security } = await bank();
    await security.createTenant({ tenant: 'clinic', name: '' });
    expect(await keyring.tenantKey('bank')).not.toEqual(await keyring.tenantKey('clinic'));
    expect(await keyring.idKey('bank')).not.toEqual(await keyring.tenantKey('bank'));
  });

  it('of an id that is taken is refused, and the first keeps its keys', async () => {
    const { security, tenants, apiKey } = await bank();
    const before = await tenants.get('bank');
    expect(await refusal(security.createTenant({ tenant: 'bank', name: 'Impostor' }))).toEqual([
      'ALREADY_EXISTS',
      'tenant.exists',
    ]);
    expect(await tenants.get('bank')).toEqual(before);
    expect((await security.authenticate({ apiKey })).tenant).toBe('bank');
  });

  it.each(['', 'Bank', '../bank', 'x'.repeat(64), 'bank\u0000'])('cannot be called %j', async (tenant) => {
    expect(await refusal(world().security.createTenant({ tenant, name: 'x' }))).toEqual([
      'INVALID_ARGUMENT',
      'tenant.invalid',
    ]);
  });
});

describe('an API key', () => {
  it('[E084] is shown once and kept as a hash: no row holds its secret', async () => {
    const { apiKeys, security } = await bank();
    const { apiKey, keyId } = await security.createApiKey({ tenant: 'bank', scopes: ['flows:read'] });
    const row = await apiKeys.find(keyId);
    expect(row).toMatchObject({ tenant: 'bank', scopes: ['flows:read'], createdAt: NOON, revokedAt: null });
    expect(row?.secretHash).toHaveLength(32);
    expect(JSON.stringify(row)).not.toContain(apiKey.split('_')[3]!.slice(0, 43));
  });

  it('speaks for its own tenant, whatever other tenants there are', async () => {
    const { security, apiKey } = await bank();
    const other = await security.createTenant({ tenant: 'clinic', name: 'Clinic' });
    expect((await security.authenticate({ apiKey })).tenant).toBe('bank');
    expect((await security.authenticate({ apiKey: other.apiKey })).tenant).toBe('clinic');
  });

  it('with its own id and the secret of another key is refused, checksum or not', async () => {
    const { ports, config, apiKeys } = world();
    const draws = [randomBytes(40), randomBytes(40)] as const;
    const [own, other] = [makeApiKey('test', draws[0]), makeApiKey('test', draws[1])];
    const mixed = makeApiKey('test', Buffer.concat([draws[0].subarray(0, 8), draws[1].subarray(8)]));
    for (const { id, secret } of [own, other]) {
      const secretHash = hashSecret(secret);
      await apiKeys.insert({ id, tenant: 'bank', secretHash, scopes: [], createdAt: NOON, revokedAt: null });
    }
    const controller = new SecurityController(ports, config);
    expect((await controller.authenticate({ apiKey: own.text })).keyId).toBe(own.id);
    expect(mixed.id).toBe(own.id);
    expect(await refusal(controller.authenticate({ apiKey: mixed.text }))).toEqual([
      'UNAUTHENTICATED',
      'auth.invalid-key',
    ]);
  });

  it.each(['', 'pk_', 'Bearer pk_test', 'pk_test_00000000000_0', 'x'.repeat(100_000), '\u0000'])(
    'is none: %#',
    async (apiKey) => {
      const { security, apiKeys } = await bank();
      const asked = jest.spyOn(apiKeys, 'find');
      expect(await refusal(security.authenticate({ apiKey }))).toEqual(['UNAUTHENTICATED', 'auth.invalid-key']);
      expect(asked).not.toHaveBeenCalled();
    },
  );

  it('that nobody issued is refused, and looked up once for a burst', async () => {
    const { security, apiKeys, random } = await bank();
    const asked = jest.spyOn(apiKeys, 'find');
    const apiKey = newPlatformKey('test', random);
    for (let n = 0; n < 5; n += 1) {
      expect(await refusal(security.authenticate({ apiKey }))).toEqual(['UNAUTHENTICATED', 'auth.invalid-key']);
    }
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('is looked up once for a burst, and no longer valid soon after it was revoked', async () => {
    const { security, apiKeys, apiKey } = await bank();
    const asked = jest.spyOn(apiKeys, 'find');
    const { keyId } = await security.authenticate({ apiKey });
    await Promise.all(Array.from({ length: 20 }, () => security.authenticate({ apiKey })));
    expect(asked).toHaveBeenCalledTimes(1);
    await apiKeys.revoke('bank', keyId, NOON);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await refusal(security.authenticate({ apiKey }))).toEqual(['UNAUTHENTICATED', 'auth.invalid-key']);
  });

  it('is asked for again after the store failed: a failure is not an answer', async () => {
    const { security, apiKeys, apiKey } = await bank();
    jest.spyOn(apiKeys, 'find').mockRejectedValueOnce(new Error('connection cut'));
    expect(await refusal(security.authenticate({ apiKey }))).toEqual(['INTERNAL', 'internal']);
    expect((await security.authenticate({ apiKey })).tenant).toBe('bank');
  });

  it('cannot be issued with a scope that no tenant may have, nor for a tenant that is none', async () => {
    const { security } = await bank();
    expect(await refusal(security.createApiKey({ tenant: 'bank', scopes: ['tenants:write'] }))).toEqual([
      'INVALID_ARGUMENT',
      'api-key.invalid-scope',
    ]);
    expect(await refusal(security.createApiKey({ tenant: 'nobody', scopes: [] }))).toEqual([
      'NOT_FOUND',
      'tenant.unknown',
    ]);
  });
});

describe('the platform’s key', () => {
  it('speaks for the platform and has no scope of a tenant', async () => {
    const { security, platformKey } = await bank();
    const principal = await security.authenticate({ apiKey: platformKey });
    expect(principal.tenant).toBeUndefined();
    expect(principal.scopes).toEqual(['tenants:write']);
  });

  it('changed in the settings is the only one at once', async () => {
    const { ports, config, platformKey, random } = await bank();
    const next = newPlatformKey('test', random);
    const restarted = new SecurityController(ports, { ...config, platformKey: next });
    expect(await refusal(restarted.authenticate({ apiKey: platformKey }))).toEqual([
      'UNAUTHENTICATED',
      'auth.invalid-key',
    ]);
    expect((await restarted.authenticate({ apiKey: next })).tenant).toBeUndefined();
  });

  it('that is mistyped in the settings is refused at the start, without being repeated', () => {
    const { ports, config } = world();
    expect(() => new SecurityController(ports, { ...config, platformKey: 'hunter2' })).toThrow(
      'The platform key is not of the form pk_{environment}_{id}_{secret}{crc}.',
    );
  });
});

describe('a connection', () => {
  const webChat = {
    tenant: 'bank',
    channel: 'web-chat',
    flow: 'bank-transfer',
    settingsJson: json({ title: 'Bank' }),
    secretsJson: Buffer.alloc(0),
  };

  it('is found by its public id, with its tenant and its settings', async () => {
    const { security } = await bank();
    const { connection } = await security.createConnection({ ...webChat, connection: 'bank-web' });
    expect(connection).toMatchObject({
      connection: 'bank-web',
      tenant: 'bank',
      channel: 'web-chat',
      flow: 'bank-transfer',
      createdAt: NOON,
    });
    const found = await security.getConnection({ connection: 'bank-web' });
    expect(found.connection).toEqual(connection);
    expect(JSON.parse(Buffer.from(found.connection!.settingsJson).toString())).toEqual({ title: 'Bank' });
    expect((await security.listConnections({ tenant: 'bank' })).connections).toEqual([connection]);
    expect((await security.listConnections({ tenant: 'clinic' })).connections).toEqual([]);
  });

  it('gets an id that cannot be guessed when none is named', async () => {
    const { security } = await bank();
    const made = [await security.createConnection(webChat), await security.createConnection(webChat)];
    const ids = made.map(({ connection }) => connection!.connection);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]{17}$/);
  });

  it('keeps its secrets sealed, bound to itself, and shows them to nobody', async () => {
    const { security, connections, keyring, sealing } = await bank();
    const secretsJson = json({ signingSecret: 'hunter2' });
    const made = await security.createConnection({ ...webChat, connection: 'slack', channel: 'slack', secretsJson });
    const { sealedSecrets } = (await connections.find('slack'))!;
    expect(Buffer.from(sealedSecrets).toString('latin1')).not.toContain('hunter2');
    expect(JSON.stringify(made)).not.toContain('hunter2');
    const key = await keyring.tenantKey('bank');
    expect(Buffer.from(sealing.open(key, sealedSecrets, secretsContext('bank', 'slack'))!).toString()).toBe(
      '{"signingSecret":"hunter2"}',
    );
    expect(sealing.open(key, sealedSecrets, secretsContext('bank', 'other'))).toBeNull();
  });

  it('says whether something was signed with one of its secrets, and of no other', async () => {
    const { security } = await bank();
    const secret = 's'.repeat(32);
    const secretsJson = json({ long: secret, short: 'hunter2', other: 7 });
    await security.createConnection({ ...webChat, connection: 'bank-web', secretsJson });
    await security.createConnection({ ...webChat, connection: 'other' });
    const content = Buffer.from('Ann');
    const signature = (key: string): Buffer => createHmac('sha256', key).update(content).digest();
    const asked = { connection: 'bank-web', secret: 'long', content, signature: signature(secret) };
    const isGenuine = async (change: Partial<typeof asked>): Promise<boolean> =>
      (await security.verifySignature({ ...asked, ...change })).genuine;
    expect(await isGenuine({})).toBe(true);
    expect(await isGenuine({ content: Buffer.from('Eve') })).toBe(false);
    expect(await isGenuine({ signature: signature('t'.repeat(32)) })).toBe(false);
    expect(await isGenuine({ signature: Buffer.alloc(0) })).toBe(false);
    expect(await isGenuine({ connection: 'other' })).toBe(false);
    expect(await isGenuine({ secret: 'constructor' })).toBe(false);
    expect(await isGenuine({ secret: 'other', signature: signature('7') })).toBe(false);
    // Too short to keep anybody from guessing it.
    expect(await isGenuine({ secret: 'short', signature: signature('hunter2') })).toBe(false);
    expect(await refusal(security.verifySignature({ ...asked, connection: 'nowhere' }))).toEqual([
      'NOT_FOUND',
      'connection.unknown',
    ]);
  });

  it('of an id that is taken is refused, whosever it is', async () => {
    const { security } = await bank();
    await security.createTenant({ tenant: 'clinic', name: 'Clinic' });
    await security.createConnection({ ...webChat, connection: 'bank-web' });
    expect(await refusal(security.createConnection({ ...webChat, tenant: 'clinic', connection: 'bank-web' }))).toEqual([
      'ALREADY_EXISTS',
      'connection.exists',
    ]);
    expect((await security.getConnection({ connection: 'bank-web' })).connection?.tenant).toBe('bank');
  });

  it('is refused for a tenant that is none', async () => {
    const { security } = world();
    expect(await refusal(security.createConnection(webChat))).toEqual(['NOT_FOUND', 'tenant.unknown']);
  });

  it.each([
    ['settings that are a list', { settingsJson: json([1]) }],
    ['settings that are no JSON', { settingsJson: Buffer.from('{') }],
    ['settings that are too deep', { settingsJson: Buffer.from('{"a":'.repeat(9) + '1' + '}'.repeat(9)) }],
    ['settings that are too large', { settingsJson: json({ a: 'x'.repeat(16_384) }) }],
    ['secrets that are a text', { secretsJson: json('hunter2') }],
    ['an id with a slash', { connection: 'a/b' }],
    ['an empty id', { connection: '' }],
    ['a channel in capitals', { channel: 'Slack' }],
    ['no flow', { flow: '' }],
  ])('is refused with %s', async (_, wrong) => {
    const { security, connections } = await bank();
    expect(await refusal(security.createConnection({ ...webChat, connection: 'bank-web', ...wrong }))).toEqual([
      'INVALID_ARGUMENT',
      'connection.invalid',
    ]);
    expect(await connections.list('bank')).toEqual([]);
  });

  it('is bound to another flow by its own tenant only', async () => {
    const { security } = await bank();
    await security.createConnection({ ...webChat, connection: 'bank-web' });
    await security.bindConnection({ tenant: 'bank', connection: 'bank-web', flow: 'refund' });
    expect((await security.getConnection({ connection: 'bank-web' })).connection?.flow).toBe('refund');
    expect(
      await refusal(security.bindConnection({ tenant: 'clinic', connection: 'bank-web', flow: 'theirs' })),
    ).toEqual(['NOT_FOUND', 'connection.unknown']);
    expect(await refusal(security.bindConnection({ tenant: 'bank', connection: 'bank-web', flow: 'No Flow' }))).toEqual(
      ['INVALID_ARGUMENT', 'connection.invalid'],
    );
  });

  it.each(['nobody', '', '../bank-web', '\u0000'])('that is none is not found: %j', async (connection) => {
    expect(await refusal((await bank()).security.getConnection({ connection }))).toEqual([
      'NOT_FOUND',
      'connection.unknown',
    ]);
  });
});
