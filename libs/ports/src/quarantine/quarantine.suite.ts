import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { QuarantinedBody, Quarantine } from './quarantine.ts';

const NOON = 1_760_000_000_000;

export function quarantineSuite(subject: SuiteSubject<Quarantine>): void {
  describe(`webhooks put aside by ${subject.name}`, () => {
    let pair: AdapterPair<Quarantine>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('are listed newest first, as they were kept, as many as asked for', async () => {
      const items = [item('listed', 'a', 1), item('listed', 'b', 3), item('listed', 'c', 2)];
      for (const each of items) await pair.first.keep(each);
      expect(await pair.second.list('listed', 10)).toEqual([items[1], items[2], items[0]]);
      expect(await pair.second.list('listed', 1)).toEqual([items[1]]);
    });

    it('are listed a page at a time, and found one by one by their own tenant', async () => {
      const items = [item('pages', 'a', 2), item('pages', 'b', 2), item('pages', 'c', 1)];
      for (const each of items) await pair.first.keep(each);
      const page = await pair.second.list('pages', 1);
      expect(page).toEqual([items[0]]);
      expect(await pair.second.list('pages', 5, page[0])).toEqual([items[1], items[2]]);
      expect(await pair.second.get('pages', 'b')).toEqual(items[1]);
      expect(await pair.second.get('other', 'b')).toBeNull();
      expect(await pair.second.get('pages', 'z')).toBeNull();
    });

    it('are one item when the vendor delivers them again', async () => {
      const first = item('again', 'a', 1);
      await Promise.all([pair.first.keep(first), pair.second.keep(first), pair.first.keep(first)]);
      await pair.second.keep({ ...first, reason: 'another' });
      expect(await pair.first.list('again', 10)).toEqual([first]);
    });

    it('are never seen by another tenant, though their ids are the same', async () => {
      await pair.first.keep(item('tenant-a', 'same', 1));
      await pair.first.keep(item('tenant-b', 'same', 2));
      expect(await pair.second.list('tenant-a', 10)).toEqual([item('tenant-a', 'same', 1)]);
      expect(await pair.second.list('tenant-c', 10)).toEqual([]);
    });

    it('go when their time is over, those of every tenant, and no others', async () => {
      const [old, older, young] = [item('old-a', 'a', -5_000), item('old-b', 'b', -6_000), item('old-a', 'c', -4_999)];
      for (const each of [old, older, young]) await pair.first.keep(each);
      expect(await pair.second.expire(NOON - 4_999)).toBe(2);
      expect(await pair.second.expire(NOON - 4_999)).toBe(0);
      expect(await pair.first.list('old-a', 10)).toEqual([young]);
      expect(await pair.first.list('old-b', 10)).toEqual([]);
    });
  });
}

const item = (tenant: string, id: string, at: number): QuarantinedBody => ({
  id,
  tenant,
  connection: 'web',
  reason: 'no member `messages`',
  sealed: Uint8Array.of(1, 0, 255, at & 255),
  receivedAt: NOON + at,
});
