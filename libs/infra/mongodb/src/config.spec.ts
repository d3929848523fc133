import { readConfig } from '@parley/service-kit';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { mongodbOptionsOf, mongodbSettings } from './config.ts';

const read = (environment: Readonly<Record<string, string>>) =>
  readConfig(z.object(mongodbSettings), environment, 'MONGODB_');

describe('the settings of MongoDB', () => {
  it('take the address of a replica set, and have a default for everything besides', () => {
    const url = 'mongodb://parley:s3cret@a.example:27017,b.example:27017/?replicaSet=rs0&tls=true';
    const answer = read({ MONGODB_URL: url });
    expect(answer.ok && mongodbOptionsOf(answer.config)).toEqual({
      ...{
        url,
        database: 'parley',
        poolSize: 20,
        serverMs: 5_000,
        connectMs: 5_000,
        socketMs: 10_000,
        retryMs: 15_000,
      },
    });
    expect(read({ MONGODB_URL: 'mongodb+srv://cluster.example' }).ok).toBe(true);
  });

  it('are refused all at once, and no value is repeated', () => {
    const answer = read({
      MONGODB_URL: 'http://parley:s3cret@a.example',
      MONGODB_DATABASE: 'par.ley',
      MONGODB_POOL: '0',
      MONGODB_TLS_CA: fileURLToPath(import.meta.url),
      MONGODB_TLS_CERT_KEY: '/nowhere.pem',
      MONGODB_SOCKET_TIMEOUT: '3',
      MONGODB_POOLSIZE: '3',
    });
    expect(answer.ok ? [] : answer.problems).toHaveLength(7);
    expect(JSON.stringify(answer)).not.toMatch(/s3cret/);
  });

  it.each(['mongodb://', 'mongodb://a:b:c', 'mongodb://a/?w=zwei&foo=bar', 'a:27017'])(
    'know no address in %s',
    (url) => {
      expect(read({ MONGODB_URL: url })).toEqual({
        ok: false,
        problems: [expect.stringMatching(/^MONGODB_URL: must be/)],
      });
    },
  );
});
