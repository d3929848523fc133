import { describeEngine, freePort, scratchFolder } from '@parley/testing';
import { openRedis, type OpenRedis } from './open-redis.ts';
import { OwnServer } from './testing/own-server.ts';
import { connectionOf, passed } from './testing/test-redis.ts';

const NOON = 1_760_000_000_000;
const page = { tenant: 'bank', conversation: 'c', session: 'page' };
const words = { name: 'word.v1', ttlMs: 60_000, shared: { write: String, read: String } };
const slowRate = { perSecond: 0.5, burst: 4 };

describeEngine('redis', 'Redis, taken away', () => {
  let server: OwnServer;
  let said: (readonly [string, unknown])[];
  const opened: OpenRedis[] = [];

  beforeEach(async () => {
    server = new OwnServer({ port: await freePort(), folder: scratchFolder('redis'), password: 'right-password' });
    said = [];
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await server.kill();
  });

  async function open(settings: Readonly<Record<string, string>> = {}): Promise<OpenRedis> {
    const connection = connectionOf({ REDIS_URL: server.address, ...settings });
    const log = { warn: (event: string, details?: unknown) => void said.push([event, details]) };
    const redis = await openRedis({ connection, log, startsEmpty: (identifier) => identifier.startsWith('out:') });
    opened.push(redis);
    return redis;
  }

  /** What every port does where Redis cannot be asked: nothing throws, nobody waits. */
  async function goesOnWithout(redis: OpenRedis): Promise<void> {
    const begun = performance.now();
    expect(await redis.lease.take('away', 10_000)).toBeNull();
    await redis.lease.release('away', 'token');
    expect(await redis.rates.take('out:away', slowRate, NOON)).toEqual({ allowed: false, retryInMs: 4_000 });
    expect(await redis.rates.take('out:away', slowRate, NOON + 4_000)).toEqual({ allowed: true, left: 0 });
    expect(await redis.rates.take('visitor:away', slowRate, NOON)).toEqual({ allowed: true, left: 1 });
    expect(await redis.presence.note(page, NOON)).toBeNull();
    expect((await redis.presence.present(page)) ?? []).toEqual([]);
    expect(await redis.presence.find('bank', 'page')).toBeNull();
    await redis.presence.leave(page);
    const key = { tenant: 'bank', key: `away-${begun}` };
    expect(await redis.cache('shop').read(words, key, () => Promise.resolve('loaded'))).toBe('loaded');
    expect(await redis.cache('shop').read(words, key, () => Promise.resolve('again'))).toBe('loaded');
    await redis.cache('shop').invalidate(words, key);
    expect(await redis.cache('shop').read(words, key, () => Promise.resolve('again'))).toBe('again');
    let heard = 0;
    const leave = redis.updates.subscribe('away', () => (heard += 1));
    redis.updates.publish('away');
    leave();
    expect(heard).toBe(1);
    expect(performance.now() - begun).toBeLessThan(1_000);
  }

  async function worksWith(redis: OpenRedis): Promise<void> {
    const token = await redis.lease.take('there', 10_000);
    expect(token).not.toBeNull();
    await redis.lease.release('there', token!);
    expect(await redis.rates.take('out:there', slowRate, NOON)).toEqual({ allowed: true, left: 3 });
    expect((await redis.presence.note(page, NOON))?.since).toBe(NOON);
    expect(await redis.presence.present(page)).toHaveLength(1);
    await redis.presence.leave(page);
    expect(await redis.check()).toBeUndefined();
  }

  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 1_000; tries += 1) {
      if (await isSo()) return;
      await passed(10);
    }
    throw new Error('It did not become so within ten seconds.');
  }

  const isBack = (redis: OpenRedis) => async (): Promise<boolean> => (await redis.check()) === undefined;
  const events = (): readonly string[] => said.map(([event]) => event);

  it('by SIGKILL: everything goes on, and uses it again when it starts empty', async () => {
    await server.start();
    const redis = await open();
    await worksWith(redis);
    await server.kill();
    await until(async () => /^away \(.+\); going on without it$/.test((await redis.check()) ?? ''));
    await goesOnWithout(redis);
    expect(await redis.presence.present(page)).toBeNull();
    await server.start();
    await until(isBack(redis));
    await worksWith(redis);
    await until(() => events().length === 2);
    expect(events()).toEqual(['redis.away', 'redis.back']);
  });

  it('in the middle of a hundred questions: every one is answered', async () => {
    await server.start();
    const redis = await open();
    const asked = Array.from({ length: 100 }, (_, n) => redis.lease.take(`lease-${n}`, 1_000));
    await server.kill();
    expect(await Promise.all(asked)).toHaveLength(100);
  });

  it('before the start: it is said once, and used as soon as it comes', async () => {
    const redis = await open();
    await goesOnWithout(redis);
    await passed(300);
    expect(said).toEqual([['redis.away', expect.objectContaining({ reason: 'ECONNREFUSED' })]]);
    await server.start();
    await until(isBack(redis));
    await worksWith(redis);
    await until(() => events().length === 2);
    expect(events()).toEqual(['redis.away', 'redis.back']);
  });

  it('as readers listen: when it is back they are hinted once, and of what they could not be told', async () => {
    await server.start();
    const [here, there] = [await open(), await open()];
    await server.kill();
    await until(async () => (await here.check()) !== undefined && (await there.check()) !== undefined);
    let hints = 0;
    there.updates.subscribe('quiet', () => (hints += 1));
    let told = 0;
    there.updates.subscribe('missed', () => (told += 1));
    here.updates.publish('missed');
    await server.start();
    await until(async () => (await isBack(here)()) && (await isBack(there)()) && hints > 0 && told > 0);
    await passed(200);
    expect(hints).toBe(1);
    here.updates.publish('quiet');
    await until(() => hints === 2);
  });

  it('as something is invalidated: others forget it when it is back', async () => {
    await server.start();
    const [here, there] = [await open(), await open()];
    const key = { tenant: 'bank', key: 'changed' };
    const read = (redis: OpenRedis, word: string) => redis.cache('shop').read(words, key, () => Promise.resolve(word));
    expect([await read(here, 'old'), await read(there, 'old')]).toEqual(['old', 'old']);
    await server.kill();
    await until(async () => (await here.check()) !== undefined);
    await here.cache('shop').invalidate(words, key);
    expect(await read(here, 'new')).toBe('new');
    await server.start();
    await until(async () => (await read(there, 'new')) === 'new');
  });

  it('by SIGSTOP: nobody waits longer than the time-out, and a late lease is given back', async () => {
    await server.start();
    const redis = await open({ REDIS_TIMEOUT_MS: '60' });
    await worksWith(redis);
    server.stop();
    const begun = performance.now();
    expect(await redis.lease.take('late', 30_000)).toBeNull();
    await goesOnWithout(redis);
    expect(await redis.check()).toBe('slow or refusing');
    expect(performance.now() - begun).toBeLessThan(1_500);
    await passed(1_000 - (performance.now() - begun));
    server.goOn();
    await until(isBack(redis));
    await until(async () => (await redis.lease.take('late', 1_000)) !== null);
    expect(events()).toEqual([]);
  });

  it('by SIGSTOP for long: the connection is given up, and a new one found', async () => {
    await server.start();
    const redis = await open({ REDIS_TIMEOUT_MS: '60' });
    server.stop();
    expect(await redis.lease.take('dead', 1_000)).toBeNull();
    await until(() => events().includes('redis.away'));
    await goesOnWithout(redis);
    server.goOn();
    await until(isBack(redis));
  });

  it('by a wrong password: the same, and no password is shown', async () => {
    await server.start();
    const redis = await open({ REDIS_URL: server.address.replace('right-password', 'wrong-password') });
    await goesOnWithout(redis);
    await passed(300);
    expect(events()).toEqual(['redis.away']);
    expect(JSON.stringify([said, await redis.check()])).toContain('WRONGPASS');
    expect(JSON.stringify([said, await redis.check()])).not.toContain('password');
  });

  it.each([
    ['full', 'OOM', ['CONFIG', 'SET', 'maxmemory', '1']],
    ['a replica', 'READONLY', ['REPLICAOF', '127.0.0.1', '1']],
  ])('by being %s: it is said, and everything goes on', async (_, reason, [command = '', ...rest]) => {
    await server.start();
    const redis = await open();
    await server.run((client) => client.call(command, ...rest));
    await goesOnWithout(redis);
    expect(said).toContainEqual(['redis.refuses', expect.objectContaining({ reason })]);
  });

  it('by an address that answers nothing of the kind: closing ends the trying', async () => {
    const redis = await open({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
    await redis.close();
    expect(await redis.lease.take('closed', 1_000)).toBeNull();
  });
});
