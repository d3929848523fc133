import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Tenant, Tenants } from './tenants.ts';

export function tenantsSuite(subject: SuiteSubject<Tenants>): void {
  describe(`tenants kept by ${subject.name}`, () => {
    let pair: AdapterPair<Tenants>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('answers a tenant as it was created, byte for byte, through either adapter', async () => {
      expect(await pair.first.create(tenant('plain'))).toBe('created');
      expect(await pair.first.get('plain')).toEqual(tenant('plain'));
      expect(await pair.second.get('plain')).toEqual(tenant('plain'));
    });

    it('answers null for a tenant that nobody created', async () => {
      expect(await pair.first.get('nobody')).toBeNull();
    });

    it('says that a tenant exists and changes nothing of it', async () => {
      await pair.first.create(tenant('taken'));
      expect(await pair.second.create({ ...tenant('taken'), name: 'Impostor', wrappedKey: Uint8Array.of(9) })).toBe(
        'exists',
      );
      expect(await pair.first.get('taken')).toEqual(tenant('taken'));
    });

    it('creates a tenant once when two adapters create it at the same time', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          (n % 2 === 0 ? pair.first : pair.second).create({ ...tenant('raced'), name: `n${n}` }),
        ),
      );
      expect(answers.filter((answer) => answer === 'created')).toHaveLength(1);
      const winner = answers.indexOf('created');
      expect((await pair.second.get('raced'))?.name).toBe(`n${winner}`);
    });

    it('knows a tenant by its whole name only', async () => {
      await pair.first.create(tenant('north'));
      expect(await pair.first.get('nort')).toBeNull();
      expect(await pair.first.get('NORTH')).toBeNull();
      expect(await pair.first.get('%')).toBeNull();
    });

    it('lists ids and times, a page at a time', async () => {
      for (const name of ['zz-2', 'zz-1', 'zz-3']) await pair.first.create(tenant(name));
      const page = await pair.second.list('zz', 2);
      expect(page).toEqual(['zz-1', 'zz-2'].map((name) => ({ tenant: name, createdAt: 1_760_000_000_123 })));
      expect((await pair.second.list('zz-2', 2)).map((row) => row.tenant)).toEqual(['zz-3']);
    });

    it('lists no tenant of which only the tombstone is left', async () => {
      await pair.first.create({ ...tenant('zzz-gone'), wrappedKey: new Uint8Array(), wrappedIdKey: new Uint8Array() });
      expect(await pair.second.list('zzz', 2)).toEqual([]);
      expect(await pair.first.get('zzz-gone')).not.toBeNull();
    });

    it('keeps the first fingerprint of the root key and answers with it ever after', async () => {
      expect(await pair.first.rootKey()).toBeNull();
      expect(await pair.first.rootKey('aa11')).toBe('aa11');
      expect(await pair.second.rootKey('bb22')).toBe('aa11');
      expect(await pair.second.rootKey()).toBe('aa11');
    });
  });
}

function tenant(name: string): Tenant {
  return {
    tenant: name,
    name: `Tenant “${name}” ✓`,
    createdAt: 1_760_000_000_123,
    wrappedKey: Uint8Array.from({ length: 61 }, (_, n) => 255 - n),
    wrappedIdKey: Uint8Array.from({ length: 61 }, (_, n) => n),
  };
}
