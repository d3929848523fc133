import { apiKeysSuite } from '@parley/ports/suites/api-keys';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresApiKeys } from './postgres-api-keys.ts';

apiKeysSuite({
  name: 'PostgresApiKeys',
  open: async () => {
    const database = await testDatabase();
    return {
      first: new PostgresApiKeys(database.open()),
      second: new PostgresApiKeys(database.open()),
      close: () => database.drop(),
    };
  },
});
