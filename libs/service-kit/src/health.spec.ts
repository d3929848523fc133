import { Health } from './health.ts';

const awake = (): boolean => false;

describe('readiness', () => {
  it('is given when every dependency is well, with the remarks that are due', async () => {
    const health = new Health({ database: () => undefined, durability: () => 'dev (fsync is off)' }, awake);
    expect(await health.report()).toEqual({
      isReady: true,
      dependencies: { database: 'ok', durability: 'ok: dev (fsync is off)' },
    });
  });

  it('names the dependency that is not well, and why', async () => {
    const health = new Health(
      {
        database: () => Promise.reject(new Error('connection refused')),
        log: () => {
          throw new Error('paused');
        },
        blobs: () => undefined,
      },
      awake,
    );
    expect(await health.report()).toEqual({
      isReady: false,
      dependencies: { database: 'connection refused', log: 'paused', blobs: 'ok' },
    });
  });

  it('does not wait for a dependency that is silent', async () => {
    const health = new Health({ database: () => new Promise(() => undefined) }, awake, { timeoutMs: 20 });
    expect(await health.report()).toEqual({ isReady: false, dependencies: { database: 'no answer within 20 ms' } });
  });

  it('ends at once when the process begins to stop', async () => {
    let isStopping = false;
    const health = new Health({ database: () => undefined }, () => isStopping);
    expect((await health.report()).isReady).toBe(true);
    isStopping = true;
    expect(await health.report()).toEqual({ isReady: false, dependencies: { database: 'ok', process: 'stopping' } });
  });

  it('asks the dependencies once for a burst of probes, and again later', async () => {
    let asked = 0;
    let passed = 0;
    const check = (): void => void (asked += 1);
    const health = new Health({ database: check }, awake, { maxAgeMs: 30 }, () => passed);
    await Promise.all(Array.from({ length: 50 }, () => health.report()));
    expect(asked).toBe(1);
    passed += 31;
    await health.report();
    expect(asked).toBe(2);
  });
});
