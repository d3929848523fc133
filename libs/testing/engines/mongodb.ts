import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Recipe } from './engine.ts';
import { buildFerret } from './ferret.ts';
import { recentGo } from './go.ts';
import { installed, programFolder, timed } from './toolbox.ts';

const VERSION = 'ferretdb-1.24.0-by-index';
const ANSWER_WITHIN_MS = 2_000;

/** MongoDB's wire by FerretDB over SQLite. It stands for MongoDB in its protocol alone (decision record 0025). */
export const mongodb: Recipe = {
  name: 'MongoDB (FerretDB)',
  install: (say) =>
    installed(VERSION, async (draft) => {
      const go = await recentGo(say);
      await timed(say, 'building FerretDB 1.24.0, once, in about a minute', () => buildFerret(go, draft));
    }),
  prepare: ({ dataFolder, port }) => {
    mkdirSync(dataFolder, { recursive: true });
    return Promise.resolve({
      command: join(programFolder(VERSION), 'ferretdb'),
      args: [`127.0.0.1:${port}`, dataFolder],
      // Go collects its garbage whenever the heap has doubled, which costs a quarter of the CPU where the heap is as small as here.
      env: { GOGC: '400' },
    });
  },
  address: ({ port }) => `mongodb://127.0.0.1:${port}`,
  ask: async (address) => {
    const client = new MongoClient(address, {
      // A refused connection is tried again by us at once, by the driver half a second later.
      serverSelectionTimeoutMS: 500,
      socketTimeoutMS: ANSWER_WITHIN_MS,
    });
    try {
      const database = client.db('parley_readiness');
      await database.command({ ping: 1 });
      await database.collection('starts').insertOne({ at: Date.now() });
    } finally {
      await client.close();
    }
  },
  foldersElsewhere: () => [],
  stopSignal: 'SIGTERM',
};
