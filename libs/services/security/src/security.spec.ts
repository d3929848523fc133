import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import { makeApiKey } from '@parley/access';
import { newPlatformKey } from './new-platform-key.ts';
import { hashSecret } from './secret-hash.ts';
import { SecurityController } from './security.controller.ts';
import { NOON, bank, refusal, world } from './testing/security-world.ts';

describe('a new tenant', () => {
  it('gets an API key that speaks for it', async () => {
    const { security, apiKey } = await bank();
    expect(apiKey).toMatch(/^pk_test_/);
    expect(await security.authenticate({ apiKey })).toMatchObject({
      tenant: 'bank',
      scopes: expect.arrayContaining(['flows:write']),
    });
  });

  it('[E080] [F041] gets keys of its own, wrapped', async () => {
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

/** Of a key that nothing has ended, of no name. */
const unended = { name: '', revokedAt: null, expiresAt: null, lastUsedAt: null, replaces: null };

/** A key to make, as the platform asks for it. */
const wanted = { tenant: 'bank', name: '', scopes: [] as string[], grantedBy: [] as string[], expiresAt: undefined };

describe('an API key', () => {
  it('[E084] is shown once and kept as a hash: no row holds its secret', async () => {
    const { apiKeys, security } = await bank();
    const { apiKey, keyId } = await security.createApiKey({ ...wanted, scopes: ['flows:read'] });
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
      await apiKeys.insert({ id, tenant: 'bank', secretHash, scopes: [], createdAt: NOON, ...unended });
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
    const refusals = await Promise.all(Array.from({ length: 5 }, () => refusal(security.authenticate({ apiKey }))));
    expect(refusals).toEqual(Array.from({ length: 5 }, () => ['UNAUTHENTICATED', 'auth.invalid-key']));
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('is looked up once for a burst, and no longer valid soon after it was revoked', async () => {
    const { security, apiKeys, apiKey } = await bank();
    const asked = jest.spyOn(apiKeys, 'find');
    const [caller] = await Promise.all(Array.from({ length: 20 }, () => security.authenticate({ apiKey })));
    expect(asked).toHaveBeenCalledTimes(1);
    await apiKeys.revoke('bank', caller?.keyId ?? '', NOON);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await refusal(security.authenticate({ apiKey }))).toEqual(['UNAUTHENTICATED', 'auth.invalid-key']);
  });

  it('that another instance revoked is refused as soon as this one is told', async () => {
    const { ports, config, security, apiKey } = await bank();
    const other = new SecurityController(ports, { ...config, keyMaxAgeMs: 3_600_000 });
    const { keyId } = await other.authenticate({ apiKey });
    await security.revokeApiKey({ tenant: 'bank', keyId });
    expect(await refusal(other.authenticate({ apiKey }))).toEqual(['UNAUTHENTICATED', 'auth.invalid-key']);
  });

  it('is asked for again after the store failed: a failure is not an answer', async () => {
    const { security, apiKeys, apiKey } = await bank();
    jest.spyOn(apiKeys, 'find').mockRejectedValueOnce(new Error('connection cut'));
    expect(await refusal(security.authenticate({ apiKey }))).toEqual(['INTERNAL', 'internal']);
    expect((await security.authenticate({ apiKey })).tenant).toBe('bank');
  });

  it('cannot be issued with a scope that no tenant may have, nor for a tenant that is none', async () => {
    const { security } = await bank();
    expect(await refusal(security.createApiKey({ ...wanted, scopes: ['tenants:write'] }))).toEqual([
      'INVALID_ARGUMENT',
      'api-key.invalid-scope',
    ]);
    expect(await refusal(security.createApiKey({ ...wanted, tenant: 'nobody' }))).toEqual([
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
