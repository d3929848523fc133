import { testDatabase } from '../testing/test-database.ts';
import { databaseTime } from './database-time.ts';

it('the time of the database is told in milliseconds', async () => {
  const test = await testDatabase();
  try {
    // Of the same machine.
    expect(Math.abs((await databaseTime(test.open())) - Date.now())).toBeLessThan(5_000);
  } finally {
    await test.drop();
  }
}, 60_000);
