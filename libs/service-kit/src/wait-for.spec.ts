import { createLogger } from './logger.ts';
import { waitFor } from './wait-for.ts';

function world() {
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', write: (line) => lines.push(line), now: () => 0 });
  const stop = new AbortController();
  const options = { logger, signal: stop.signal, isFinal: (error: unknown) => error instanceof RangeError };
  return { lines, stop, options: { ...options, firstPauseMs: 1, longestPauseMs: 4 } };
}

describe('what a process stands on', () => {
  it('[E054] is waited for until it is there, and that is said once, and when it came', async () => {
    const { lines, options } = world();
    let tries = 0;
    const found = await waitFor(
      'the log',
      () => ((tries += 1) < 20 ? Promise.reject(new Error('refused')) : Promise.resolve('there')),
      options,
    );
    expect(found).toBe('there');
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
      'dependency.waited-for',
      'dependency.found',
    ]);
    expect(lines[0]).toContain('refused');
  });

  it('says nothing where it is there at once', async () => {
    const { lines, options } = world();
    await waitFor('the log', () => Promise.resolve('there'), options);
    expect(lines).toEqual([]);
  });

  it('is not waited for where waiting mends nothing', async () => {
    const { options } = world();
    await expect(waitFor('the log', () => Promise.reject(new RangeError('fsync is off')), options)).rejects.toThrow(
      'fsync',
    );
  });

  it('is waited for no longer when the process is told to stop', async () => {
    const { stop, options } = world();
    const waiting = waitFor('the log', () => Promise.reject(new Error('refused')), {
      ...options,
      firstPauseMs: 60_000,
      longestPauseMs: 60_000,
    });
    setTimeout(() => stop.abort(), 20);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
