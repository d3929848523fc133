import { rateLimiterSuite } from '@parley/ports/suites/rate-limiter';
import { describeEngine } from '@parley/testing';
import { openPair, passed, type RedisPair } from '../testing/test-redis.ts';

const NOON = 1_760_000_000_000;

describeEngine('redis', 'RedisRateLimiter', (address) => {
  rateLimiterSuite({
    name: 'RedisRateLimiter on the clock of its callers',
    open: async () => {
      const { first, second, close } = await openPair(address, { clock: 'caller' });
      return { first: first.rates, second: second.rates, close };
    },
  });

  describe('a bucket in Redis, by its own time', () => {
    let pair: RedisPair;
    beforeAll(async () => {
      pair = await openPair(address);
    });
    afterAll(() => pair.close());

    it('is neither filled nor emptied by the clocks of processes, however wrong', async () => {
      const rate = { perSecond: 0.01, burst: 2 };
      expect(await pair.first.rates.take('skewed', rate, NOON + 3_600_000)).toEqual({ allowed: true, left: 1 });
      expect(await pair.second.rates.take('skewed', rate, 0)).toEqual({ allowed: true, left: 0 });
      const refused = await pair.first.rates.take('skewed', rate, NOON + 9_000_000_000);
      expect(refused).toMatchObject({ allowed: false });
      expect(refused.allowed || refused.retryInMs).toBeGreaterThan(60_000);
    });

    it('fills while time passes', async () => {
      const rate = { perSecond: 10, burst: 1 };
      await pair.first.rates.take('filling', rate, NOON);
      await passed(150);
      expect(await pair.second.rates.take('filling', rate, NOON)).toMatchObject({ allowed: true });
    });

    it('lets through what it holds of a hundred who ask at once', async () => {
      const rate = { perSecond: 0.001, burst: 30 };
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => (n % 2 ? pair.first : pair.second).rates.take('raced', rate, NOON)),
      );
      expect(answers.filter(({ allowed }) => allowed)).toHaveLength(30);
    });
  });
});
