import { countersSuite } from '@parley/ports/suites/counters';
import { describeEngine } from '@parley/testing';
import { openPair } from '../testing/test-redis.ts';

describeEngine('redis', 'RedisCounters', (address) => {
  countersSuite({
    name: 'RedisCounters',
    open: async () => {
      const { first, second, close } = await openPair(address);
      return { first: first.counters, second: second.counters, close };
    },
  });
});
