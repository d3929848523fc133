import { randomUUID } from 'node:crypto';
import { conversationLease } from '@parley/ports';
import { leaseSuite } from '@parley/ports/suites/lease';
import { describeEngine } from '@parley/testing';
import { openPair, openUnder, passed } from '../testing/test-redis.ts';

describeEngine('redis', 'RedisLease', (address) => {
  leaseSuite({
    name: 'RedisLease',
    open: async () => {
      const { first, second, close } = await openPair(address);
      return { first: first.lease, second: second.lease, pass: passed, close };
    },
  });

  describe('a lease in Redis', () => {
    it('goes to one of fifty who ask at once over four connections', async () => {
      const namespace = `test-${randomUUID()}:`;
      const asking = await Promise.all(Array.from({ length: 4 }, () => openUnder(address, namespace)));
      const tokens = await Promise.all(
        Array.from({ length: 50 }, (_, n) => asking[n % asking.length]?.lease.take('raced', 10_000)),
      );
      expect(tokens.filter((token) => token !== null)).toHaveLength(1);
      await Promise.all(asking.map((one) => one.close()));
    });

    it('of a conversation is named after its tenant and itself', () => {
      expect(conversationLease({ tenant: 'bank', conversation: 'c1' })).toBe('bank:conversation:c1');
    });
  });
});
