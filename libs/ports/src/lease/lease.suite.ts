import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Lease } from './lease.ts';

export interface LeasePair extends AdapterPair<Lease> {
  /** Lets this much time pass, ms. */
  pass(ms: number): Promise<void>;
}

export interface LeaseSubject extends SuiteSubject<Lease> {
  open(): Promise<LeasePair>;
}

export function leaseSuite(subject: LeaseSubject): void {
  describe(`leases of ${subject.name}`, () => {
    let pair: LeasePair;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('are held by one at a time', async () => {
      expect(await pair.first.take('one', 10_000)).not.toBeNull();
      expect(await pair.second.take('one', 10_000)).toBeNull();
      expect(await pair.first.take('one', 10_000)).toBeNull();
    });

    it('go to exactly one of many who ask at once', async () => {
      const tokens = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? pair.first : pair.second).take('raced', 10_000)),
      );
      expect(tokens.filter((token) => token !== null)).toHaveLength(1);
    });

    it('are free again when given back', async () => {
      const token = await pair.first.take('back', 10_000);
      await pair.first.release('back', token!);
      expect(await pair.second.take('back', 10_000)).not.toBeNull();
    });

    it('may be given back through another adapter: the token counts', async () => {
      const token = await pair.first.take('token', 10_000);
      await pair.second.release('token', token!);
      expect(await pair.first.take('token', 10_000)).not.toBeNull();
    });

    it('are free again when their time is over, though nobody gave them back', async () => {
      expect(await pair.first.take('dead', 40)).not.toBeNull();
      await pair.pass(60);
      expect(await pair.second.take('dead', 10_000)).not.toBeNull();
    });

    it('cannot be given back by a holder whose time was over', async () => {
      const late = await pair.first.take('late', 40);
      await pair.pass(60);
      await pair.second.take('late', 10_000);
      await pair.first.release('late', late!);
      expect(await pair.first.take('late', 10_000)).toBeNull();
    });

    it('cannot be given back with a token of another name, or one never given', async () => {
      const other = await pair.first.take('other', 10_000);
      await pair.first.take('kept', 10_000);
      await pair.second.release('kept', other!);
      await pair.second.release('kept', 'guessed');
      await pair.second.release('never-taken', 'guessed');
      expect(await pair.second.take('kept', 10_000)).toBeNull();
    });

    it('of different names do not touch each other', async () => {
      expect(await pair.first.take('left', 10_000)).not.toBeNull();
      expect(await pair.second.take('right', 10_000)).not.toBeNull();
    });
  });
}
