import { tenantsSuite } from '@parley/ports/suites/tenants';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresTenants } from './postgres-tenants.ts';

tenantsSuite({
  name: 'PostgresTenants',
  open: async () => {
    const database = await testDatabase();
    return {
      first: new PostgresTenants(database.open()),
      second: new PostgresTenants(database.open()),
      close: () => database.drop(),
    };
  },
});
