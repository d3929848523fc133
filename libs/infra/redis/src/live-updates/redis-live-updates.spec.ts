import type { News } from '@parley/ports';
import { liveUpdatesSuite } from '@parley/ports/suites/live-updates';
import { describeEngine } from '@parley/testing';
import { openPair, passed, type RedisPair } from '../testing/test-redis.ts';

const news: News = {
  last: 2,
  status: 'bot',
  messages: [
    {
      tenant: 'bank',
      conversation: 'c',
      number: 2,
      seq: 1,
      from: 'bot',
      text: 'Hello\nthere',
      choices: [{ label: 'Yes', intent: 'yes', episode: 1, question: 1 }],
      eventId: 'web:1',
      at: 1,
    },
  ],
};

describeEngine('redis', 'RedisLiveUpdates', (address) => {
  liveUpdatesSuite({
    name: 'RedisLiveUpdates',
    open: async () => {
      const { first, second, close } = await openPair(address);
      return { first: first.updates, second: second.updates, close };
    },
  });

  describe('hints over Redis', () => {
    let pair: RedisPair;
    beforeAll(async () => {
      pair = await openPair(address);
    });
    afterAll(() => pair.close());

    /** What the other process hears, once `count` hints are there. */
    async function heard(conversation: string, publish: () => void, count = 1): Promise<readonly (News | undefined)[]> {
      const hints: (News | undefined)[] = [];
      const leave = pair.second.updates.subscribe(conversation, (one) => hints.push(one));
      publish();
      for (let tries = 0; tries < 200 && hints.length < count; tries += 1) await passed(10);
      leave();
      return hints;
    }

    it('bring short news along', async () => {
      expect(await heard('c', () => pair.first.updates.publish('c', news))).toEqual([news]);
      const bare = { last: 7, status: 'agent' };
      expect(await heard('c', () => pair.first.updates.publish('c', bare))).toEqual([bare]);
    });

    it('leave long news to be read', async () => {
      const [message] = news.messages ?? [];
      const long = { ...news, messages: [{ ...message!, text: 'long '.repeat(1_000) }] };
      expect(await heard('c', () => pair.first.updates.publish('c', long))).toEqual([undefined]);
    });

    it('reach the conversation meant, whatever its name', async () => {
      const name = 'a\nname of "two" lines';
      expect(await heard(name, () => pair.first.updates.publish(name, { last: 1 }))).toEqual([{ last: 1 }]);
    });

    it('are heard at once by who listens in the same process', () => {
      let times = 0;
      const leave = pair.first.updates.subscribe('here', () => (times += 1));
      pair.first.updates.publish('here');
      leave();
      expect(times).toBe(1);
    });

    it('are not heard twice by who listens in the same process', async () => {
      let times = 0;
      const leave = pair.first.updates.subscribe('once', () => (times += 1));
      await heard('once', () => pair.first.updates.publish('once'));
      await passed(50);
      leave();
      expect(times).toBe(1);
    });
  });
});
