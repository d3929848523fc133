import { MemoryRateLimiter, type Buckets } from './memory-rate-limiter.ts';
import { rateLimiterSuite } from './rate-limiter.suite.ts';

rateLimiterSuite({
  name: 'MemoryRateLimiter',
  open: () => {
    const buckets: Buckets = new Map();
    return Promise.resolve({
      first: new MemoryRateLimiter(1_000, buckets),
      second: new MemoryRateLimiter(1_000, buckets),
      close: () => Promise.resolve(),
    });
  },
});

describe('buckets in memory', () => {
  it('stay bounded under a flood of identifiers, and the one in use is kept', async () => {
    const buckets: Buckets = new Map();
    const limiter = new MemoryRateLimiter(100, buckets);
    const rate = { perSecond: 1, burst: 1 };
    await limiter.take('visitor', rate, 0);
    for (let n = 0; n < 10_000; n += 1) {
      await limiter.take(`invented-${n}`, rate, 0);
      if (n % 50 === 0) expect((await limiter.take('visitor', rate, 0)).allowed).toBe(false);
    }
    expect(buckets.size).toBe(100);
  });

  it('may begin empty, all at one time, and fill from then on', async () => {
    const limiter = new MemoryRateLimiter(100, new Map(), 1_000);
    const rate = { perSecond: 1, burst: 2 };
    expect(await limiter.take('known', rate, 1_000)).toEqual({ allowed: false, retryInMs: 1_000 });
    expect(await limiter.take('known', rate, 2_000)).toEqual({ allowed: true, left: 0 });
    expect(await limiter.take('new', rate, 1_500)).toEqual({ allowed: false, retryInMs: 500 });
    expect(await limiter.take('late', rate, 60_000)).toEqual({ allowed: true, left: 1 });
  });
});
