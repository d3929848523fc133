import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { RateLimiter } from './rate-limiter.ts';

const RATE = { perSecond: 10, burst: 5 };
const NOON = 1_760_000_000_000;

export function rateLimiterSuite(subject: SuiteSubject<RateLimiter>): void {
  describe(`a bucket of ${subject.name}`, () => {
    let pair: AdapterPair<RateLimiter>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('lets a burst through and refuses the next', async () => {
      expect(await takes(pair.first, 'burst', NOON, 6)).toEqual([true, true, true, true, true, false]);
    });

    it('is one bucket for both adapters', async () => {
      expect(await takes(pair.first, 'shared', NOON, 3)).toEqual([true, true, true]);
      expect(await takes(pair.second, 'shared', NOON, 3)).toEqual([true, true, false]);
    });

    it('says when to come again, and keeps its word', async () => {
      await takes(pair.first, 'word', NOON, 5);
      expect(await pair.first.take('word', RATE, NOON)).toEqual({ allowed: false, retryInMs: 100 });
      expect(await pair.first.take('word', RATE, NOON + 99)).toEqual({ allowed: false, retryInMs: 1 });
      expect(await pair.first.take('word', RATE, NOON + 100)).toEqual({ allowed: true, left: 0 });
    });

    it('holds no more than a burst, however long nobody came', async () => {
      await takes(pair.first, 'idle', NOON, 5);
      expect(await takes(pair.first, 'idle', NOON + 3_600_000, 6)).toEqual([true, true, true, true, true, false]);
    });

    it('lets through its rate and no more over a long time', async () => {
      let allowed = 0;
      for (let ms = 0; ms < 10_000; ms += 20) {
        if ((await pair.first.take('long', RATE, NOON + ms)).allowed) allowed += 1;
      }
      expect(allowed).toBeGreaterThanOrEqual(103);
      expect(allowed).toBeLessThanOrEqual(105);
    });

    it('loses nothing by a refusal', async () => {
      await takes(pair.first, 'refused', NOON, 5);
      await takes(pair.first, 'refused', NOON, 50);
      expect(await pair.first.take('refused', RATE, NOON + 100)).toEqual({ allowed: true, left: 0 });
    });

    it('is not filled by a clock that goes back', async () => {
      await takes(pair.first, 'clock', NOON, 5);
      expect(await takes(pair.first, 'clock', NOON - 60_000, 1)).toEqual([false]);
      expect(await takes(pair.first, 'clock', NOON, 1)).toEqual([false]);
    });

    it('gives several tokens at once or none', async () => {
      expect(await pair.first.take('costly', RATE, NOON, 4)).toEqual({ allowed: true, left: 1 });
      expect(await pair.first.take('costly', RATE, NOON, 2)).toEqual({ allowed: false, retryInMs: 100 });
      expect(await pair.first.take('costly', RATE, NOON, 1)).toEqual({ allowed: true, left: 0 });
    });

    it('is one of its own for every identifier', async () => {
      await takes(pair.first, 'tenant-a/visitor', NOON, 6);
      expect(await takes(pair.first, 'tenant-b/visitor', NOON, 1)).toEqual([true]);
    });
  });
}

async function takes(limiter: RateLimiter, name: string, now: number, times: number): Promise<readonly boolean[]> {
  const answers: boolean[] = [];
  for (let n = 0; n < times; n += 1) answers.push((await limiter.take(name, RATE, now)).allowed);
  return answers;
}
