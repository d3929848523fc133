import { contextCacheSuite } from '@parley/ports/suites/context-cache';
import { describeEngine } from '@parley/testing';
import { openPair } from '../testing/test-redis.ts';

describeEngine('redis', 'RedisContextCache', (address) => {
  contextCacheSuite({
    name: 'RedisContextCache',
    open: async () => {
      const { first, second, close } = await openPair(address);
      return { first: first.contexts, second: second.contexts, close };
    },
  });
});
