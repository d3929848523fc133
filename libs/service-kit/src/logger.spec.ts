import { createLogger, type Logger, type LogLevel } from './logger.ts';

function logging(level: LogLevel = 'debug'): {
  logger: Logger;
  lines: () => readonly Record<string, unknown>[];
  raw: string[];
} {
  const raw: string[] = [];
  const logger = createLogger({ level, write: (line) => raw.push(line), now: () => 1_760_000_000_000 });
  return { logger, raw, lines: () => raw.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the log', () => {
  it('is one line of JSON for each event, with its level and its time', () => {
    const { logger, raw, lines } = logging();
    logger.warn('log.paused', { retryInMs: 250, connection: 'bank\nweb' });
    expect(raw[0]).not.toContain('\n');
    expect(lines()).toEqual([
      { at: '2025-10-09T08:53:20.000Z', level: 'warn', event: 'log.paused', retryInMs: 250, connection: 'bank\nweb' },
    ]);
  });

  it('holds the ids of the work that wrote it, as they are at that moment', () => {
    const raw: string[] = [];
    let context: Readonly<Record<string, string>> = { trace: 'ab', conversation: 'c1' };
    const logger = createLogger({
      level: 'info',
      write: (line) => raw.push(line),
      now: () => 0,
      context: () => context,
    });
    logger.info('a', { conversation: 'c2' });
    context = {};
    logger.info('b');
    expect(raw.map((line) => JSON.parse(line) as object)).toEqual([
      { trace: 'ab', conversation: 'c2', at: '1970-01-01T00:00:00.000Z', level: 'info', event: 'a' },
      { at: '1970-01-01T00:00:00.000Z', level: 'info', event: 'b' },
    ]);
  });

  it('leaves out what is below its level', () => {
    const { logger, lines } = logging('warn');
    logger.debug('a');
    logger.info('b');
    logger.warn('c');
    logger.error('d');
    expect(lines().map(({ event }) => event)).toEqual(['c', 'd']);
  });

  it('never shows what people said, nor secrets, at any depth', () => {
    const { logger, raw } = logging();
    logger.info('turn', {
      text: 'hunter2',
      stimulus: { body: 'hunter2', deeper: [{ message: 'hunter2' }] },
      authorization: 'Bearer hunter2',
      clientSecret: 'hunter2',
      apiKey: 'hunter2',
      sealed: new TextEncoder().encode('hunter2'),
    });
    logger.error('parse', { error: capture(() => JSON.parse('hunter2')) });
    logger.error('store', {
      error: Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (x)=(hunter2)' }),
    });
    expect(raw.join()).not.toContain('hunter2');
    expect(raw.join()).toContain('23505');
    expect(raw.join()).toContain('SyntaxError');
  });

  it('says of an error its name, its sentence, its place and its cause', () => {
    const { logger, lines } = logging();
    logger.error('store.failed', {
      error: new Error('cannot reach the database', { cause: new TypeError('connection cut') }),
    });
    expect(lines()[0]?.['error']).toMatchObject({
      name: 'Error',
      reason: 'cannot reach the database',
      where: expect.arrayContaining([expect.stringContaining('logger.spec')]),
      cause: { name: 'TypeError', reason: 'connection cut' },
    });
  });

  it('writes whatever it is given: cycles, long texts, big numbers, members called like its own', () => {
    const { logger, lines } = logging();
    const cycle: Record<string, unknown> = {};
    cycle['again'] = cycle;
    logger.info('odd', {
      cycle,
      long: 'x'.repeat(5_000),
      big: 10n,
      f: () => 1,
      level: 'fake',
      many: Array.from({ length: 1_000 }),
    });
    expect(lines()[0]).toMatchObject({ level: 'info', big: '10', f: '[function]' });
    expect(JSON.stringify(lines()[0]).length).toBeLessThan(1_000);
  });
});

describe('the log for a person', () => {
  it('is a line of time, level, event and details, with no break out of its line, and withholds the same', () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', shape: 'text', write: (line) => lines.push(line), now: () => 0 });
    logger.warn('log.paused', { reason: 'two\nlines', text: 'what Ann said', apiKey: 'pk_x', tries: 2 });
    expect(lines).toEqual([
      '1970-01-01T00:00:00.000Z WARN  log.paused reason="two\\nlines" text="[withheld]" apiKey="[withheld]" tries=2',
    ]);
  });
});

function capture(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
