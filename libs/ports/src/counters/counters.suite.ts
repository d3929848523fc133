import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { CounterRef, Counters } from './counters.ts';

const MINUTE = 60_000;
/** A minute of a day's first and of its last. */
const [MORNING, MIDNIGHT] = [1_760_054_400_000, 1_760_140_800_000];

export function countersSuite(subject: SuiteSubject<Counters>): void {
  describe(`counts of ${subject.name}`, () => {
    let pair: AdapterPair<Counters>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    /** All that a process sees of a counter. */
    const seen = (counters: Counters, counter: CounterRef) =>
      counters.read(counter, MORNING, MORNING + 48 * 60 * MINUTE);

    it('of all processes are one sum', async () => {
      const counter = { tenant: 'bank', name: 'summed' };
      for (let n = 0; n < 100; n += 1) (n % 2 === 0 ? pair.first : pair.second).add(counter, n, MORNING + n);
      await soon(async () => (await seen(pair.first, counter))?.[0]?.count === 4_950);
      await soon(async () => (await seen(pair.second, counter))?.[0]?.count === 4_950);
    });

    it('are seen at once where they were counted', async () => {
      const counter = { tenant: 'bank', name: 'here' };
      pair.first.add(counter, 3, MORNING);
      expect(await seen(pair.first, counter)).toEqual([{ start: MORNING, count: 3 }]);
      pair.first.add(counter, -1, MORNING);
      expect(await seen(pair.first, counter)).toEqual([{ start: MORNING, count: 2 }]);
    });

    it('are kept by the minute, over the end of a day', async () => {
      const counter = { tenant: 'bank', name: 'minutes' };
      for (const at of [MIDNIGHT, MIDNIGHT - 1, MIDNIGHT + MINUTE - 1, MIDNIGHT + MINUTE])
        pair.first.add(counter, 1, at);
      const minutes = await pair.first.read(counter, MIDNIGHT - MINUTE, MIDNIGHT + 2 * MINUTE);
      expect(minutes).toEqual([
        { start: MIDNIGHT - MINUTE, count: 1 },
        { start: MIDNIGHT, count: 2 },
        { start: MIDNIGHT + MINUTE, count: 1 },
      ]);
      expect(await pair.first.read(counter, MIDNIGHT, MIDNIGHT + MINUTE)).toEqual([{ start: MIDNIGHT, count: 2 }]);
    });

    it('are of one tenant and one name', async () => {
      pair.first.add({ tenant: 'bank', name: 'mine' }, 1, MORNING);
      expect(await seen(pair.first, { tenant: 'clinic', name: 'mine' })).toEqual([]);
      expect(await seen(pair.first, { tenant: 'bank', name: 'other' })).toEqual([]);
    });
  });
}

/** Until it is so, at most five seconds: counts travel in batches. */
async function soon(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not become so within five seconds.');
}
