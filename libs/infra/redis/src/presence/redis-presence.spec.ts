import { presenceSuite } from '@parley/ports/suites/presence';
import { describeEngine } from '@parley/testing';
import { openPair, passed } from '../testing/test-redis.ts';

describeEngine('redis', 'RedisPresence', (address) => {
  presenceSuite({
    name: 'RedisPresence',
    open: async () => {
      const { first, second, close } = await openPair(address);
      return { first: first.presence, second: second.presence, pass: passed, close };
    },
  });
});
