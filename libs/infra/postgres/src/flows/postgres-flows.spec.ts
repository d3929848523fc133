import { flowsSuite } from '@parley/ports/suites/flows';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresFlows } from './postgres-flows.ts';

flowsSuite({
  name: 'PostgresFlows',
  open: async () => {
    const database = await testDatabase();
    return {
      first: new PostgresFlows(database.open()),
      second: new PostgresFlows(database.open()),
      close: () => database.drop(),
    };
  },
});
