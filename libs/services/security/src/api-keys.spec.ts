import { createHmac } from 'node:crypto';
import { jest } from '@jest/globals';
import { bank, NOON, refusal } from './testing/security-world.ts';

const wanted = { tenant: 'bank', name: 'shop', scopes: ['flows:read'], grantedBy: [], expiresAt: undefined };
const invalid = ['UNAUTHENTICATED', 'auth.invalid-key'];
const settled = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('an API key', () => {
  it('ends when it was said to', async () => {
    const { security, clock } = await bank();
    const { apiKey } = await security.createApiKey({ ...wanted, expiresAt: NOON + 1_000 });
    clock.now = NOON + 999;
    expect((await security.authenticate({ apiKey })).scopes).toEqual(['flows:read']);
    clock.now = NOON + 1_000;
    expect(await refusal(security.authenticate({ apiKey }))).toEqual(invalid);
    expect(await refusal(security.createApiKey({ ...wanted, expiresAt: NOON }))).toEqual([
      'INVALID_ARGUMENT',
      'api-key.invalid',
    ]);
  });

  it('is followed by another; both work in between, and only the new one after it', async () => {
    const { security, clock } = await bank();
    const old = await security.createApiKey({ ...wanted, expiresAt: NOON + 10_000 });
    clock.now = NOON + 4_000;
    const next = await security.rotateApiKey({ tenant: 'bank', keyId: old.keyId, overlapMs: 2_000, grantedBy: [] });
    expect(next.key).toMatchObject({ name: 'shop', scopes: ['flows:read'], expiresAt: NOON + 14_000 });
    expect(next.oldExpiresAt).toBe(NOON + 6_000);
    for (const apiKey of [old.apiKey, next.apiKey]) {
      expect((await security.authenticate({ apiKey })).tenant).toBe('bank');
    }
    clock.now = NOON + 6_000;
    expect(await refusal(security.authenticate({ apiKey: old.apiKey }))).toEqual(invalid);
    expect((await security.authenticate({ apiKey: next.apiKey })).keyId).toBe(next.key?.keyId);
    const again = security.rotateApiKey({ tenant: 'bank', keyId: old.keyId, overlapMs: 1, grantedBy: [] });
    expect(await refusal(again)).toEqual(['NOT_FOUND', 'api-key.unknown']);
  });

  it('is written down as used at most once a minute', async () => {
    const { security, apiKeys, apiKey, clock } = await bank();
    const touched = jest.spyOn(apiKeys, 'touch');
    for (let n = 0; n < 50; n += 1) await security.authenticate({ apiKey });
    expect(touched).toHaveBeenCalledTimes(1);
    clock.now = NOON + 60_000;
    const { keyId } = await security.authenticate({ apiKey });
    expect(touched).toHaveBeenCalledTimes(2);
    await settled();
    expect((await apiKeys.find(keyId))?.lastUsedAt).toBe(NOON + 60_000 - ((NOON + 60_000) % 60_000));
  });

  it('works where its use cannot be written down', async () => {
    const { security, apiKeys, apiKey } = await bank();
    jest.spyOn(apiKeys, 'touch').mockRejectedValue(new Error('disk full'));
    expect((await security.authenticate({ apiKey })).tenant).toBe('bank');
    await settled();
  });

  it('of another tenant is not there', async () => {
    const { security } = await bank();
    await security.createTenant({ tenant: 'clinic', name: 'Clinic' });
    const { keyId } = await security.createApiKey({ ...wanted, tenant: 'clinic' });
    const unknown = ['NOT_FOUND', 'api-key.unknown'];
    expect(await refusal(security.revokeApiKey({ tenant: 'bank', keyId }))).toEqual(unknown);
    const rotated = security.rotateApiKey({ tenant: 'bank', keyId, overlapMs: 0, grantedBy: [] });
    expect(await refusal(rotated)).toEqual(unknown);
    expect(await refusal(security.listApiKeys({ tenant: 'bank', limit: 1, cursor: keyId }))).toEqual([
      'INVALID_ARGUMENT',
      'cursor.invalid',
    ]);
  });
});

describe('a request that names itself', () => {
  const ask = { tenant: 'bank', key: 'k', request: Buffer.from('POST /v1/connections {}') };
  const body = Buffer.from('{"secret":"xyzzy"}');

  it('is new once, and then what came of it; its answer lies sealed', async () => {
    const { security, idempotency } = await bank();
    expect((await security.beginIdempotent(ask)).isNew).toBe(true);
    expect(await refusal(security.beginIdempotent(ask))).toEqual(['FAILED_PRECONDITION', 'idempotency.in-progress']);
    const kept = jest.spyOn(idempotency, 'settle');
    await security.endIdempotent({ tenant: 'bank', key: 'k', status: 201, body, keepsAnswer: true });
    expect(Buffer.from(kept.mock.calls[0]?.[3] ?? []).toString()).not.toContain('xyzzy');
    const again = await security.beginIdempotent(ask);
    expect([again.isNew, again.status, Buffer.from(again.body).toString()]).toEqual([false, 201, body.toString()]);
  });

  it('is refused for something else, and free again once it failed or its time is over', async () => {
    const { security, clock } = await bank();
    await security.beginIdempotent(ask);
    const other = { ...ask, request: Buffer.from('something else') };
    expect(await refusal(security.beginIdempotent(other))).toEqual(['INVALID_ARGUMENT', 'idempotency.mismatch']);
    await security.endIdempotent({ tenant: 'bank', key: 'k', status: 0, body: new Uint8Array(), keepsAnswer: true });
    expect((await security.beginIdempotent(other)).isNew).toBe(true);
    await security.endIdempotent({ tenant: 'bank', key: 'k', status: 200, body, keepsAnswer: true });
    clock.now = NOON + 24 * 3_600_000 + 1;
    expect((await security.beginIdempotent(ask)).isNew).toBe(true);
  });

  it('of the platform is compared, and its answer is not kept', async () => {
    const { security } = await bank();
    const tenants = { ...ask, tenant: '' };
    await security.beginIdempotent(tenants);
    await security.endIdempotent({ tenant: '', key: 'k', status: 201, body, keepsAnswer: true });
    expect(await security.beginIdempotent(tenants)).toEqual({ isNew: false, status: 0, body: new Uint8Array() });
  });
});

const long = (text: string): string => text.padEnd(40, '.');

describe('the secrets of a connection', () => {
  it('are replaced one by one, and those that are not named stay', async () => {
    const { security } = await bank();
    const toJson = (value: object) => Buffer.from(JSON.stringify(value));
    const secretsJson = toJson({ one: long('first'), two: long('second') });
    const made = { tenant: 'bank', connection: 'k', channel: 'web-chat', flow: 'f', settingsJson: new Uint8Array() };
    await security.createConnection({ ...made, secretsJson });
    const changed = await security.rotateConnectionSecrets({
      ...{ tenant: 'bank', connection: 'k', secretsJson: toJson({ two: long('other') }) },
    });
    expect(changed.connection?.secretsRotatedAt).toBe(NOON);
    const isGenuine = async (secret: string, value: string): Promise<boolean> => {
      const content = Buffer.from('x');
      const signature = createHmac('sha256', long(value)).update(content).digest();
      return (await security.verifySignature({ connection: 'k', secret, content, signature })).genuine;
    };
    expect(await isGenuine('one', 'first')).toBe(true);
    expect(await isGenuine('two', 'second')).toBe(false);
    expect(await isGenuine('two', 'other')).toBe(true);
  });
});
