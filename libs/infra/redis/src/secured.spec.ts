import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeEngine, freePort, makeTlsFiles, scratchFolder } from '@parley/testing';
import { openRedis, type OpenRedis } from './open-redis.ts';
import { OwnServer } from './testing/own-server.ts';
import { connectionOf } from './testing/test-redis.ts';

const guide = fileURLToPath(new URL('../../../../apps/docs/operating/redis.md', import.meta.url));

describeEngine('redis', 'a guarded Redis', () => {
  let server: OwnServer;
  let redis: OpenRedis;
  let said: (readonly [string, unknown])[];
  beforeEach(() => {
    said = [];
  });
  afterEach(async () => {
    await redis.close();
    await server.kill();
  });

  const open = (settings: Readonly<Record<string, string>>): Promise<OpenRedis> =>
    openRedis({
      connection: connectionOf(settings),
      log: { warn: (event, details) => void said.push([event, details]) },
    });

  it('needs to allow what the guide lists', async () => {
    server = new OwnServer({ port: await freePort(), folder: scratchFolder('redis') });
    await server.start();
    const rule = /^ACL SETUSER parley .*$/m.exec(readFileSync(guide, 'utf8'))?.[0] ?? '';
    const [command = '', ...rest] = rule.split(' ');
    await server.run((client) => client.call(command, ...rest));
    redis = await open({ REDIS_URL: server.address, REDIS_USERNAME: 'parley', REDIS_PASSWORD: 'PASSWORD' });
    await useAll(redis);
    expect(said).toEqual([]);
  });

  it('is known by its certificate', async () => {
    const folder = scratchFolder('redis');
    const tlsPort = await freePort();
    const { authorityFile, certificateFile, keyFile } = makeTlsFiles(folder, 'redis');
    const files = { 'tls-key-file': keyFile, 'tls-cert-file': certificateFile, 'tls-ca-cert-file': authorityFile };
    server = new OwnServer({
      port: await freePort(),
      folder,
      settings: { ...files, 'tls-port': `${tlsPort}`, 'tls-auth-clients': 'no' },
    });
    await server.start();
    const address = `rediss://localhost:${tlsPort}`;
    const stranger = await open({ REDIS_URL: address });
    expect(await stranger.lease.take('stranger', 1_000)).toBeNull();
    expect(said).toEqual([['redis.away', expect.objectContaining({ reason: expect.stringContaining('CERT') })]]);
    await stranger.close();
    said = [];
    redis = await open({ REDIS_URL: address, REDIS_TLS_CA: authorityFile });
    await useAll(redis);
    expect(said).toEqual([]);
  });
});

async function useAll(redis: OpenRedis): Promise<void> {
  const page = { tenant: 'bank', conversation: 'c', session: 'page' };
  const token = await redis.lease.take('bank:conversation:c', 10_000);
  expect(token).not.toBeNull();
  await redis.lease.release('bank:conversation:c', token!);
  expect(await redis.rates.take('visitor', { perSecond: 1, burst: 5 }, 0)).toEqual({ allowed: true, left: 4 });
  await redis.presence.note(page, 1);
  expect(await redis.presence.present(page)).toHaveLength(1);
  await redis.presence.leave(page);
  const words = { name: 'word', ttlMs: 1_000, shared: { write: String, read: String } };
  await redis.cache('shop').read(words, { tenant: 'bank', key: 'w' }, () => Promise.resolve('a'));
  await redis.cache('shop').invalidate(words, { tenant: 'bank', key: 'w' });
  redis.updates.publish('c');
  expect(await redis.check()).toBeUndefined();
}
