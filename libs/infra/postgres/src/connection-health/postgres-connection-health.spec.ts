import { connectionHealthSuite } from '@parley/ports/suites/connection-health';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresConnectionHealth } from './postgres-connection-health.ts';

connectionHealthSuite({
  name: 'PostgresConnectionHealth',
  open: async () => {
    const database = await testDatabase();
    return {
      first: new PostgresConnectionHealth(database.open()),
      second: new PostgresConnectionHealth(database.open()),
      close: () => database.drop(),
    };
  },
});
