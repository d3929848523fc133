import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describeEngine, type Engine } from '../src/engines.ts';
import { isAlive } from '../src/is-alive.ts';
import { scratchFolder } from '../src/scratch-folder.ts';
import { steadyPort } from '../src/steady-port.ts';
import { TcpProxy } from '../src/tcp-proxy.ts';
import { emptyEngine, ENGINES, findEngine, startEngine, type RunningEngine } from './running-engine.ts';

/** How long the slowest of them may take to come up, twice, beside everything else. */
const PATIENCE_MS = 90_000;

describe.each(ENGINES)('%s of one’s own', (kind: Engine) => {
  describeEngine(kind, 'started for a test', () => {
    let folder: string;
    let engine: RunningEngine;

    beforeAll(async () => {
      folder = scratchFolder(`engine-${kind}`);
      engine = await startEngine(kind, folder);
    }, PATIENCE_MS);
    afterAll(async () => {
      await engine.stop();
      emptyEngine(kind, folder);
      rmSync(folder, { recursive: true, force: true });
    }, PATIENCE_MS);

    it(
      'is gone when it was killed, and serves again at the same address after a restart',
      async () => {
        const { address, pid } = engine;
        await engine.kill();
        expect([await isAlive(pid), await engine.answers(), await findEngine(kind, folder)]).toEqual([
          false,
          false,
          null,
        ]);
        await engine.restart();
        expect([engine.address, await engine.answers(), engine.pid !== pid]).toEqual([address, true, true]);
      },
      PATIENCE_MS,
    );

    it(
      'answers nothing while it is stopped, and goes on afterwards',
      async () => {
        await engine.kill('SIGSTOP');
        expect(await engine.answers()).toBe(false);
        await engine.kill('SIGCONT');
        expect(await engine.answers()).toBe(true);
      },
      PATIENCE_MS,
    );

    it(
      'is taken over by whoever starts it again',
      async () => {
        const same = await startEngine(kind, folder);
        expect([same.pid, same.address]).toEqual([engine.pid, engine.address]);
        expect((await findEngine(kind, folder))?.pid).toBe(engine.pid);
        expect(await findEngine(kind, join(folder, 'elsewhere'))).toBeNull();
      },
      PATIENCE_MS,
    );
  });
});

describeEngine('kafka', 'a broker behind a bad link', () => {
  it(
    'is reached through the link alone, because that is where it sends its clients',
    async () => {
      const folder = scratchFolder('engine-link');
      const port = await steadyPort();
      const link = await TcpProxy.open(`127.0.0.1:${port}`);
      const engine = await startEngine('kafka', folder, { port, advertised: link.address });
      try {
        await link.cut();
        expect(await engine.answers()).toBe(false);
        await link.mend();
        expect(await engine.answers()).toBe(true);
      } finally {
        await link.close();
        await engine.kill();
        rmSync(folder, { recursive: true, force: true });
      }
    },
    PATIENCE_MS,
  );
});

describeEngine('redis', 'what an engine has stored', () => {
  it('is there after a kill and a restart, and gone after an empty one', async () => {
    const folder = scratchFolder('engine-data');
    const engine = await startEngine('redis', folder);
    const client = new Redis(engine.address);
    client.on('error', () => undefined);
    try {
      await client.set('name', 'Anna');
      await engine.kill();
      await engine.restart();
      expect(await client.get('name')).toBe('Anna');
      await engine.restart({ empty: true });
      expect(await client.get('name')).toBeNull();
    } finally {
      client.disconnect();
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
