import { jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../testing/test-database.ts';
import { DatabaseClock } from './database-clock.ts';

describe('the clock of a database', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  }, 60_000);
  afterAll(() => test.drop());
  afterEach(() => void jest.restoreAllMocks());

  it('rule 9: tells the database’s time, however wrong this machine’s clock is, or jumps', async () => {
    const before = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(before + 3_600_000);
    const clock = await DatabaseClock.open(test.open());
    expect(Math.abs(clock.now() - before)).toBeLessThan(5_000);
    jest.spyOn(Date, 'now').mockReturnValue(before - 3_600_000);
    await clock.look();
    expect(Math.abs(clock.now() - before)).toBeLessThan(5_000);
    clock.close();
  });

  it('goes on while the database does not answer', async () => {
    const clock = await DatabaseClock.open({ query: async () => [{ now: 1_000 }] as never });
    const first = clock.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(clock.now()).toBeGreaterThan(first);
    clock.close();
  });

  it('does not begin without having asked', async () => {
    await expect(DatabaseClock.open({ query: () => Promise.reject(new Error('away')) })).rejects.toThrow('away');
  });
});
