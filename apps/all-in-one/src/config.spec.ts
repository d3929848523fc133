import { readParleyConfig } from './config.ts';

const read = (environment: Readonly<Record<string, string>>): ReturnType<typeof readParleyConfig> =>
  readParleyConfig(environment);
const problems = (environment: Readonly<Record<string, string>>): readonly string[] => {
  const answer = read(environment);
  return answer.ok ? [] : answer.problems;
};

describe('an operator’s settings', () => {
  it('say how much is logged, and for whom', () => {
    expect(read({})).toMatchObject({ config: { logLevel: 'warn', logShape: 'json' } });
    expect(read({ PARLEY_LOG: 'debug' })).toMatchObject({ config: { logLevel: 'debug', logShape: 'json' } });
    expect(read({ PARLEY_LOG: 'text' })).toMatchObject({ config: { logLevel: 'warn', logShape: 'text' } });
    expect(read({ PARLEY_LOG: 'text,info' })).toMatchObject({ config: { logLevel: 'info', logShape: 'text' } });
    expect(problems({ PARLEY_LOG: 'info,debug' })).toHaveLength(1);
    expect(problems({ PARLEY_LOG: 'chatty' })).toEqual(['PARLEY_LOG: has an unknown word.']);
  });

  it('say how long things are kept, with units, and never less than vendors repeat a webhook for', () => {
    const given = { PARLEY_KEEP_LOG: '3d', PARLEY_KEEP_ENDED: '5', PARLEY_KEEP_QUARANTINE_BYTES: '1 GB' };
    expect(problems(given)).toEqual([
      'PARLEY_KEEP_LOG: must be at least 14d.',
      'PARLEY_KEEP_ENDED: must be a time with its unit, such as 12h or 14d, or never.',
      'PARLEY_KEEP_QUARANTINE_BYTES: must be a size with its unit, such as 500MB or 2GB.',
    ]);
    const keep = { PARLEY_KEEP_LOG: '20d', PARLEY_KEEP_ENDED: '8760h', PARLEY_KEEP_QUARANTINE_BYTES: '500MB' };
    expect(read(keep)).toMatchObject({
      config: {
        keep: {
          logMs: 20 * 86_400_000,
          endedMs: 365 * 86_400_000,
          quarantineMs: 30 * 86_400_000,
          quarantineBytes: 5e8,
          blobsMs: null,
        },
      },
    });
  });

  it('take no half of a TLS certificate', () => {
    expect(problems({ PARLEY_TLS_CERT: 'chain.pem' })).toEqual([
      'PARLEY_TLS_KEY: must be set, for PARLEY_TLS_CERT is.',
    ]);
    expect(problems({ PARLEY_TLS_KEY: 'key.pem' })).toEqual(['PARLEY_TLS_CERT: must be set, for PARLEY_TLS_KEY is.']);
  });
});
