import { mkdirSync } from 'node:fs';
import { Redis } from 'ioredis';
import type { Recipe, Site } from './engine.ts';
import { demand } from './toolbox.ts';

const ANSWER_WITHIN_MS = 2_000;

/** Redis 7 from the system's packages, every write in a file, so that only `{ empty: true }` loses data. */
export const redis: Recipe = {
  name: 'Redis',
  install: () => {
    demand({
      command: 'redis-server',
      versionArgs: ['--version'],
      version: /v=(\d+)\.(\d+)/,
      oldest: [7, 0],
      purpose: 'Redis',
      remedy: 'apt-get install redis-server',
    });
    return Promise.resolve();
  },
  prepare: ({ dataFolder, port }) => {
    mkdirSync(dataFolder, { recursive: true });
    const settings = {
      bind: '127.0.0.1',
      port: String(port),
      dir: dataFolder,
      appendonly: 'yes',
      save: '',
      daemonize: 'no',
    };
    return Promise.resolve({
      command: 'redis-server',
      args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    });
  },
  address: ({ port }: Site) => `redis://127.0.0.1:${port}`,
  ask: async (address) => {
    const client = new Redis(address, {
      lazyConnect: true,
      retryStrategy: () => null,
      connectTimeout: ANSWER_WITHIN_MS,
      commandTimeout: ANSWER_WITHIN_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.ping();
    } finally {
      client.disconnect();
    }
  },
  foldersElsewhere: () => [],
  stopSignal: 'SIGTERM',
};
