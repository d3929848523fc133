import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { ApiKey, ApiKeys } from './api-keys.ts';

const NOON = 1_760_000_000_000;

export function apiKeysSuite(subject: SuiteSubject<ApiKeys>): void {
  describe(`API keys kept by ${subject.name}`, () => {
    let pair: AdapterPair<ApiKeys>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('are found by their id alone, as they were inserted, through either adapter', async () => {
      await pair.first.insert(key('plain'));
      expect(await pair.first.find('plain')).toEqual(key('plain'));
      expect(await pair.second.find('plain')).toEqual(key('plain'));
    });

    it('may be the platform’s, of no tenant', async () => {
      await pair.first.insert({ ...key('platform'), tenant: null, scopes: ['platform'] });
      expect(await pair.second.find('platform')).toMatchObject({ tenant: null, scopes: ['platform'] });
    });

    it('may have no scope at all', async () => {
      await pair.first.insert({ ...key('bare'), scopes: [] });
      expect((await pair.first.find('bare'))?.scopes).toEqual([]);
    });

    it('are found by the whole id only', async () => {
      await pair.first.insert(key('whole'));
      for (const id of ['whol', 'whole ', 'WHOLE', '%', '', 'nobody']) expect(await pair.first.find(id)).toBeNull();
    });

    it('refuse an id that exists, whosever it is, and stay as they were', async () => {
      await pair.first.insert(key('taken'));
      await expect(pair.second.insert({ ...key('taken'), tenant: 'other' })).rejects.toThrow();
      expect(await pair.first.find('taken')).toEqual(key('taken'));
    });

    it('stay revoked since their first revocation', async () => {
      await pair.first.insert(key('revoked'));
      await pair.first.revoke('keys', 'revoked', NOON + 1);
      await pair.second.revoke('keys', 'revoked', NOON + 2);
      expect(await pair.second.find('revoked')).toEqual({ ...key('revoked'), revokedAt: NOON + 1 });
    });

    it('cannot be revoked by another tenant, nor the platform’s by a tenant', async () => {
      await pair.first.insert(key('mine'));
      await pair.first.insert({ ...key('top'), tenant: null });
      await pair.second.revoke('other', 'mine', NOON);
      await pair.second.revoke('', 'mine', NOON);
      await pair.second.revoke('keys', 'top', NOON);
      expect((await pair.first.find('mine'))?.revokedAt).toBeNull();
      expect((await pair.first.find('top'))?.revokedAt).toBeNull();
      await pair.second.revoke(null, 'top', NOON);
      expect((await pair.first.find('top'))?.revokedAt).toBe(NOON);
    });

    it('are listed newest first, a page at a time, those of their tenant alone', async () => {
      for (const [index, id] of ['l1', 'l2', 'l3'].entries()) {
        await pair.first.insert({ ...key(id), tenant: 'lists', createdAt: NOON + (index === 0 ? 0 : 1) });
      }
      await pair.first.insert({ ...key('l4'), tenant: 'others' });
      const page = await pair.second.list('lists', 2);
      expect(page.map(({ id }) => id)).toEqual(['l2', 'l3']);
      expect((await pair.second.list('lists', 2, page[1])).map(({ id }) => id)).toEqual(['l1']);
      expect(await pair.second.list('nobody', 2)).toEqual([]);
    });

    it('end when they are told to, or before', async () => {
      await pair.first.insert(key('ending'));
      await pair.first.expire('keys', 'ending', NOON + 10);
      await pair.second.expire('keys', 'ending', NOON + 20);
      await pair.second.expire('other', 'ending', NOON);
      expect((await pair.second.find('ending'))?.expiresAt).toBe(NOON + 10);
    });

    it('remember when they were used last', async () => {
      await pair.first.insert(key('used'));
      await pair.first.touch('keys', 'used', NOON + 20);
      await pair.second.touch('keys', 'used', NOON + 10);
      await pair.second.touch('other', 'used', NOON + 99);
      expect((await pair.second.find('used'))?.lastUsedAt).toBe(NOON + 20);
    });
  });
}

const key = (id: string): ApiKey => ({
  id,
  tenant: 'keys',
  secretHash: Uint8Array.from({ length: 32 }, (_, n) => n * 8),
  scopes: ['flows', 'conversations:read'],
  name: 'The “shop”',
  createdAt: NOON,
  revokedAt: null,
  expiresAt: null,
  lastUsedAt: null,
  replaces: null,
});
