import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { IdempotencyClaim, IdempotencyKeys } from './idempotency-keys.ts';

const NOON = 1_760_000_000_000;
const LIMITS = { takenOver: NOON - 1_000, givenUp: NOON - 10 };

export function idempotencyKeysSuite(subject: SuiteSubject<IdempotencyKeys>): void {
  describe(`idempotency keys kept by ${subject.name}`, () => {
    let pair: AdapterPair<IdempotencyKeys>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('are claimed once when many ask at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? pair.first : pair.second).claim(claim('raced'), LIMITS)),
      );
      expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1);
      expect(answers.find((answer) => answer !== 'claimed')).toEqual({ ...claim('raced'), status: null, sealed: null });
    });

    it('answer what was kept, byte for byte', async () => {
      await pair.first.claim(claim('kept'), LIMITS);
      await pair.first.settle('idem', 'kept', 201, Uint8Array.of(0, 255, 7));
      const row = { ...claim('kept'), status: 201, sealed: Uint8Array.of(0, 255, 7) };
      expect(await pair.second.claim({ ...claim('kept'), requestHash: Uint8Array.of(9) }, LIMITS)).toEqual(row);
    });

    it('keep their first answer', async () => {
      await pair.first.claim(claim('first'), LIMITS);
      await pair.first.settle('idem', 'first', 200, null);
      await pair.second.settle('idem', 'first', 500, Uint8Array.of(1));
      await pair.second.release('idem', 'first');
      expect(await pair.second.claim(claim('first'), LIMITS)).toMatchObject({ status: 200, sealed: null });
    });

    it('are free again once they were given up', async () => {
      await pair.first.claim(claim('released'), LIMITS);
      await pair.first.release('idem', 'released');
      expect(await pair.second.claim(claim('released'), LIMITS)).toBe('claimed');
    });

    it('are taken over from a process that died, and when their time is over', async () => {
      await pair.first.claim({ ...claim('died'), createdAt: NOON - 11 }, LIMITS);
      expect(await pair.second.claim(claim('died'), LIMITS)).toBe('claimed');
      await pair.first.claim({ ...claim('old'), createdAt: NOON - 1_001 }, LIMITS);
      await pair.first.settle('idem', 'old', 200, null);
      expect(await pair.second.claim(claim('old'), LIMITS)).toBe('claimed');
      expect(await pair.second.claim(claim('old'), LIMITS)).toMatchObject({ status: null });
    });

    it('are of their tenant alone; the platform has its own', async () => {
      for (const tenant of ['idem', 'other', '']) {
        expect(await pair.first.claim({ ...claim('same'), tenant }, LIMITS)).toBe('claimed');
      }
    });

    it('go when they are old, of every tenant', async () => {
      for (const tenant of ['gone-a', 'gone-b'])
        await pair.first.claim({ ...claim('gone'), tenant, createdAt: 5 }, LIMITS);
      expect(await pair.second.expire(6)).toBe(2);
      expect(await pair.second.expire(6)).toBe(0);
    });
  });
}

const claim = (key: string): IdempotencyClaim => ({
  tenant: 'idem',
  key,
  requestHash: Uint8Array.from({ length: 32 }, (_, n) => n),
  createdAt: NOON,
});
