import { z } from 'zod';
import { printableConfig, readConfig, setting } from './config.ts';

const schema = z.object({
  PARLEY_PORT: setting.port().default(4000),
  PARLEY_HOST: z.string().default('127.0.0.1'),
  PARLEY_PLATFORM_KEY: z.string().regex(/^pk_/, 'must be a platform key (pk_…)').optional(),
  DATABASE_URL: setting.url('postgres:', 'postgresql:').optional(),
  PARLEY_DEMO: setting.flag().default(true),
  PARLEY_ORIGINS: setting.list().default([]),
  DATA: z.string(),
});

describe('the settings', () => {
  it('are read from the environment, with defaults for what is not set or empty', () => {
    expect(
      readConfig(schema, {
        DATA: '/data',
        PARLEY_PORT: '',
        PARLEY_DEMO: 'no',
        PARLEY_ORIGINS: 'https://a.example, https://b.example,',
      }),
    ).toEqual({
      ok: true,
      config: {
        DATA: '/data',
        PARLEY_PORT: 4000,
        PARLEY_HOST: '127.0.0.1',
        PARLEY_DEMO: false,
        PARLEY_ORIGINS: ['https://a.example', 'https://b.example'],
      },
    });
  });

  it('that are wrong are all reported at once, with no value repeated', () => {
    const environment = {
      PARLEY_PORT: '70000',
      PARLEY_PLATFORM_KEY: 'hunter2',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      PARLEY_DEMO: 'perhaps',
      PARLEY_PROT: '1',
    };
    const answer = readConfig(schema, environment, 'PARLEY_');
    expect(answer).toEqual({
      ok: false,
      problems: [
        'PARLEY_PORT: must lie between 0 and 65535.',
        'PARLEY_PLATFORM_KEY: must be a platform key (pk_…).',
        'DATABASE_URL: must be an address that begins with postgres:// or postgresql://.',
        'PARLEY_DEMO: must be true or false.',
        'DATA: must be set.',
        'PARLEY_PROT: there is no such setting.',
      ],
    });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it.each(['-1', '1.5', '1e3', ' 80', '0x50', '99999999999999999999', 'NaN'])('take no port called %s', (port) => {
    expect(readConfig(schema, { DATA: '/data', PARLEY_PORT: port }).ok).toBe(false);
  });

  it('are printed without their secrets', () => {
    const config = {
      PARLEY_PLATFORM_KEY: 'pk_secret',
      MISSING: undefined,
      DATABASE_URL: 'postgres://parley:hunter2@db:5432/parley?a=b',
      PORT: 4000,
    };
    expect(printableConfig(config, ['PARLEY_PLATFORM_KEY', 'MISSING'])).toEqual({
      PARLEY_PLATFORM_KEY: 'set',
      MISSING: 'not set',
      DATABASE_URL: 'postgres://…@db:5432/parley?a=b',
      PORT: 4000,
    });
  });
});
