import { holdsSuite } from '@parley/ports/suites/holds';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresHolds } from './postgres-holds.ts';

holdsSuite({
  name: 'PostgresHolds',
  open: async () => {
    const database = await testDatabase();
    return {
      first: new PostgresHolds(database.open()),
      second: new PostgresHolds(database.open()),
      close: () => database.drop(),
    };
  },
});
