import { conversationLease } from '@parley/ports';
import { describeEngine, freePort, scratchFolder } from '@parley/testing';
import { openRedis, type OpenRedis } from './open-redis.ts';
import { OwnServer } from './testing/own-server.ts';
import { connectionOf } from './testing/test-redis.ts';

const page = { tenant: 'bank', conversation: 'c1', session: 's1' };
const words = { name: 'word.v1', ttlMs: 1_800_000, shared: { write: String, read: String } };
const HOUR = 3_600_000;

describeEngine('redis', 'what lies in Redis', (): void => {
  let server: OwnServer;
  let redis: OpenRedis;
  beforeAll(async () => {
    server = new OwnServer({ port: await freePort(), folder: scratchFolder('redis') });
    await server.start();
    redis = await openRedis({
      connection: connectionOf({ REDIS_URL: server.address }),
      log: { warn: () => undefined },
    });
    await redis.lease.take(conversationLease(page), 30_000);
    await redis.presence.note(page, 1);
    await redis.rates.take('visitor:bank:c1', { perSecond: 1, burst: 60 }, 1);
    await redis.cache('chat').read(words, { tenant: 'bank', key: 'k1' }, () => Promise.resolve('a'));
  });
  afterAll(async () => {
    await redis.close();
    await server.kill();
  });

  it.each([
    ['lock:bank:conversation:c1', 30_000],
    ['session:bank:s1', HOUR],
    ['rate_limit:visitor:bank:c1', 120_000],
    ['cache:chat:bank:word.v1:k1', HOUR / 2],
    ['cache:presence:bank:c1', HOUR],
  ])('is named %s and ends by itself', async (name, ttlMs) => {
    const leftMs = await server.run((client) => client.pttl(name));
    expect(leftMs).toBeLessThanOrEqual(ttlMs);
    expect(leftMs).toBeGreaterThan(ttlMs - 15_000);
  });

  it('is nothing else', async () => {
    expect(await server.run((client) => client.dbsize())).toBe(5);
  });
});
