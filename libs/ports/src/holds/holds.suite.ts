import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Hold, Holds } from './holds.ts';

const NOON = 1_760_000_000_000;

export function holdsSuite(subject: SuiteSubject<Holds>): void {
  describe(`what vendors asked us to wait for, kept by ${subject.name}`, () => {
    let pair: AdapterPair<Holds>;
    beforeEach(async () => {
      pair = await subject.open();
    }, 60_000);
    afterEach(() => pair.close());

    it('rule 24: is known to every process until it is over', async () => {
      const [one, other] = [hold('bank', 'C1', 5_000), hold('clinic', 'C1', 6_000)];
      await pair.first.add(one);
      await pair.second.add(other);
      expect(await pair.second.active(NOON)).toEqual(expect.arrayContaining([one, other]));
      expect(await pair.first.active(NOON + 5_000)).toEqual([other]);
      expect(await pair.first.active(NOON + 6_000)).toEqual([]);
    });

    it('rule 24: is read as a maximum, in whatever order it was told', async () => {
      const holds = [hold('bank', 'C1', 9_000), hold('bank', 'C1', 2_000), hold('bank', 'C1', 9_000)];
      await Promise.all(holds.map((each, n) => (n % 2 === 0 ? pair.first : pair.second).add(each)));
      expect(await pair.second.active(NOON)).toEqual([holds[0]]);
    });

    it('rule 24: holds one bucket of one connection and no other', async () => {
      const holds = [hold('bank', 'C1', 1_000), hold('bank', 'C2', 2_000), hold('bank', 'C1', 3_000, 'other')];
      for (const each of holds) await pair.first.add(each);
      const found = await pair.second.active(NOON);
      expect(found).toHaveLength(3);
      expect(found).toEqual(expect.arrayContaining(holds));
    });
  });
}

const hold = (tenant: string, bucket: string, inMs: number, connection = 'slack'): Hold => ({
  tenant,
  connection,
  bucket,
  until: NOON + inMs,
});
