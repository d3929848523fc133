import { quarantineSuite } from '@parley/ports/suites/quarantine';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresQuarantine } from './postgres-quarantine.ts';

quarantineSuite({
  name: 'PostgresQuarantine',
  open: async () => {
    const database = await testDatabase();
    return {
      first: new PostgresQuarantine(database.open()),
      second: new PostgresQuarantine(database.open()),
      close: () => database.drop(),
    };
  },
});
