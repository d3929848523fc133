import { UnknownTenant } from '@parley/service-kit';
import { bank, NOON, refusal } from './testing/security-world.ts';

describe('an erased tenant', () => {
  it('has no keys and no rows any more, not even one that was written while it was erased', async () => {
    const made = await bank();
    made.records.rows.set('bank', 12_000);
    made.records.rows.set('shop', 3);
    const hash = await made.blobs.put('bank', Uint8Array.of(1));
    await made.keyring.ensure([{ tenant: 'bank', conversation: 'c' }]);
    await made.security.eraseTenant({ tenant: 'bank' });
    expect(made.records.rows).toEqual(
      new Map([
        ['bank', 0],
        ['shop', 3],
      ]),
    );
    expect(await made.blobs.get('bank', hash)).toBeNull();
    await expect(made.keyring.tenantKey('bank')).rejects.toThrow(UnknownTenant);
    await expect(made.keyring.ensure([{ tenant: 'bank', conversation: 'c' }])).rejects.toThrow(UnknownTenant);
    expect(made.tenantsErased).toEqual([{ tenant: 'bank', at: NOON }]);
  });

  it('keeps its id, is shown to nobody, gets no new key or connection, and is erased again without a complaint', async () => {
    const made = await bank();
    await made.security.eraseTenant({ tenant: 'bank' });
    expect(await refusal(made.security.createTenant({ tenant: 'bank', name: 'Another' }))).toEqual([
      'ALREADY_EXISTS',
      'tenant.exists',
    ]);
    expect(await refusal(made.security.createApiKey({ tenant: 'bank', name: '', scopes: [], grantedBy: [] }))).toEqual([
      'NOT_FOUND',
      'tenant.unknown',
    ]);
    expect(await refusal(made.security.getTenant({ tenant: 'bank' }))).toEqual(['NOT_FOUND', 'tenant.unknown']);
    expect((await made.security.listTenants({ limit: 0, cursor: '' })).tenants).toEqual([]);
    const empty = Buffer.from('{}');
    const connection = { tenant: 'bank', channel: 'web-chat', flow: 'f', settingsJson: empty, secretsJson: empty };
    expect(await refusal(made.security.createConnection(connection))).toEqual(['NOT_FOUND', 'tenant.unknown']);
    await made.security.eraseTenant({ tenant: 'bank' });
  });

  it('that nobody created is refused', async () => {
    const { security } = await bank();
    expect(await refusal(security.eraseTenant({ tenant: 'nobody' }))).toEqual(['NOT_FOUND', 'tenant.unknown']);
    expect(await refusal(security.eraseTenant({ tenant: '../x' }))).toEqual(['NOT_FOUND', 'tenant.unknown']);
  });
});
