import { connectionsSuite } from '@parley/ports/suites/connections';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresConnections } from './postgres-connections.ts';

connectionsSuite({
  name: 'PostgresConnections',
  open: async () => {
    const database = await testDatabase();
    return {
      first: new PostgresConnections(database.open()),
      second: new PostgresConnections(database.open()),
      close: () => database.drop(),
    };
  },
});
