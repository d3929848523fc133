import { skippedEngines } from './skipped-engines.mjs';

describe('after a run of the tests', () => {
  const missing = (suite: string, engine: string): string =>
    `${suite}: no ${engine} is up (npm run engines -- up starts it)`;

  it('it is said how many suites waited for a server in vain, for which ones, and what starts them', () => {
    expect(
      skippedEngines([missing('RedisLease', 'redis'), missing('KafkaLog', 'kafka'), missing('RedisCache', 'redis')]),
    ).toBe(
      '3 suites were skipped, because these servers are not up: kafka, redis. To run them too: npm run engines -- up',
    );
    expect(skippedEngines([missing('RedisLease', 'redis')])).toMatch(/^1 suite was skipped/);
  });

  it('nothing is said of tests that were skipped for another reason, or of none', () => {
    expect(skippedEngines(['a test for another day'])).toBeNull();
    expect(skippedEngines([])).toBeNull();
  });
});
