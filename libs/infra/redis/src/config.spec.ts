import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '@parley/service-kit';
import { scratchFolder } from '@parley/testing';
import { z } from 'zod';
import { redisOptionsOf, redisSettings } from './config.ts';

function read(settings: Readonly<Record<string, string>>) {
  const answer = readConfig(z.object(redisSettings), settings, 'REDIS_');
  return answer.ok ? redisOptionsOf(answer.config) : answer;
}

describe('the settings of Redis', () => {
  it('are few where everything is usual', () => {
    expect(read({ REDIS_URL: 'redis://cache.internal' })).toEqual({
      ok: true,
      config: {
        host: 'cache.internal',
        port: 6_379,
        database: 0,
        timeoutMs: 50,
        instances: 2,
        carriesTexts: true,
      },
    });
  });

  it('may all be said', () => {
    const ca = join(scratchFolder('redis'), 'ca.pem');
    writeFileSync(ca, '-----BEGIN CERTIFICATE-----\n');
    const answer = read({
      REDIS_URL: 'rediss://us%40er:pass%2Fword@[::1]:7000/3',
      REDIS_TLS_CA: ca,
      REDIS_TIMEOUT_MS: '20',
      REDIS_HINT_TEXTS: 'false',
      PARLEY_INSTANCES: '4',
    });
    expect(answer).toEqual({
      ok: true,
      config: {
        host: '::1',
        port: 7_000,
        username: 'us@er',
        password: 'pass/word',
        database: 3,
        tls: { ca: '-----BEGIN CERTIFICATE-----\n' },
        timeoutMs: 20,
        instances: 4,
        carriesTexts: false,
      },
    });
  });

  it('take user and password from beside the address', () => {
    const answer = read({ REDIS_URL: 'redis://h', REDIS_USERNAME: 'parley', REDIS_PASSWORD: 's3/cret' });
    expect(answer).toMatchObject({ config: { username: 'parley', password: 's3/cret' } });
  });

  it.each([
    ['nothing', {}, 'REDIS_URL: must be set.'],
    ['another protocol', { REDIS_URL: 'http://h' }, 'REDIS_URL: must be an address that begins with redis:// or'],
    ['more than an address', { REDIS_URL: 'redis://h/0?family=6' }, 'and nothing more.'],
    ['a database without a number', { REDIS_URL: 'redis://h/main' }, 'and nothing more.'],
    ['no address', { REDIS_URL: 'here' }, 'REDIS_URL: must be an address that begins with redis:// or'],
    ['a password that cannot be read', { REDIS_URL: 'redis://:s3cret%zz@h' }, 'and nothing more.'],
    [
      'a user without a password',
      { REDIS_URL: 'redis://parley@h' },
      'REDIS_PASSWORD: must be set, for there is a user.',
    ],
    ['two passwords', { REDIS_URL: 'redis://:s3cret@h', REDIS_PASSWORD: 's3cret' }, 'REDIS_PASSWORD: is set, and'],
    ['two users', { REDIS_URL: 'redis://a:s3cret@h', REDIS_USERNAME: 'b' }, 'REDIS_USERNAME: is set, and REDIS_URL'],
    ['no such file', { REDIS_URL: 'rediss://h', REDIS_TLS_CA: '/none' }, 'REDIS_TLS_CA: must be a file with'],
    ['a misspelt name', { REDIS_URL: 'redis://h', REDIS_KEY_PREFIX: 'x:' }, 'REDIS_KEY_PREFIX: there is no such'],
  ])('are refused with %s, in a sentence without secrets', (_, settings, sentence) => {
    const answer = read(settings);
    const problems = answer.ok ? '' : answer.problems.join('\n');
    expect(problems).toContain(sentence);
    expect(problems).not.toContain('s3cret');
  });

  it('are refused with authorities where nothing is encrypted', () => {
    const ca = join(scratchFolder('redis'), 'ca.pem');
    writeFileSync(ca, '-----BEGIN CERTIFICATE-----\n');
    expect(read({ REDIS_URL: 'redis://h', REDIS_TLS_CA: ca })).toMatchObject({ ok: false });
  });
});
