import { cacheSuite } from '@parley/ports/suites/cache';
import { describeEngine } from '@parley/testing';
import { openPair, passed, type RedisPair } from '../testing/test-redis.ts';

const words = { name: 'word.v1', ttlMs: 60_000, shared: { write: String, read: String } };
const at = (key: string) => ({ tenant: 'bank', key });
const says = (word: string) => () => Promise.resolve(word);

describeEngine('redis', 'TwoLevelCache', (address) => {
  cacheSuite({
    name: 'TwoLevelCache',
    open: async () => {
      const { first, second, close } = await openPair(address);
      return { first: first.cache('shop'), second: second.cache('shop'), pass: passed, close };
    },
  });

  describe('a cache of two levels', () => {
    let pair: RedisPair;
    beforeAll(async () => {
      pair = await openPair(address);
    });
    afterAll(() => pair.close());

    it('counts where answers came from', async () => {
      const [here, there] = [pair.first.cache('counted'), pair.second.cache('counted')];
      await here.read(words, at('w'), says('a'));
      await here.read(words, at('w'), says('b'));
      await pair.first.check();
      expect(await there.read(words, at('w'), says('c'))).toBe('a');
      expect(here.counts()).toEqual({ first: 1, second: 0, loaded: 1 });
      expect(there.counts()).toEqual({ first: 0, second: 1, loaded: 0 });
      expect(pair.first.cacheCounts().get('counted')).toEqual(here.counts());
    });

    it('is one for a service, and no other service sees into it', async () => {
      expect(pair.first.cache('one')).toBe(pair.first.cache('one'));
      await pair.first.cache('one').read(words, at('w'), says('mine'));
      expect(await pair.first.cache('other').read(words, at('w'), says('theirs'))).toBe('theirs');
    });

    it('does not remember longer in the first level than in the second', async () => {
      const brief = { ...words, name: 'brief', ttlMs: 1_000 };
      await pair.first.cache('brief').read(brief, at('w'), says('old'));
      await passed(500);
      expect(await pair.second.cache('brief').read(brief, at('w'), says('new'))).toBe('old');
      await passed(550);
      expect(await pair.second.cache('brief').read(brief, at('w'), says('new'))).toBe('new');
    });

    it('shows nobody else what is not shared, and puts neither it nor its name into Redis', async () => {
      const [here, there] = [pair.first.cache('closed'), pair.second.cache('closed')];
      const closed = { name: 'closed.v1', ttlMs: 60_000 };
      await here.read(closed, at('w'), says('mine'));
      expect(await there.read(closed, at('w'), says('theirs'))).toBe('theirs');
      await here.invalidate(closed, at('w'));
      await pair.first.check();
      expect(await pair.names('*closed*')).toEqual([]);
    });

    it('keeps nothing in Redis for a while after an invalidation, for others may have read before it', async () => {
      const here = pair.first.cache('marked');
      await here.read(words, at('w'), says('old'));
      await here.invalidate(words, at('w'));
      await here.read(words, at('w'), says('new'));
      await pair.first.check();
      expect(await pair.second.cache('marked').read(words, at('w'), says('loaded'))).toBe('loaded');
    });
  });
});
