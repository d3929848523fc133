import { idempotencyKeysSuite } from '@parley/ports/suites/idempotency-keys';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresIdempotencyKeys } from './postgres-idempotency-keys.ts';

idempotencyKeysSuite({
  name: 'PostgresIdempotencyKeys',
  open: async () => {
    const database = await testDatabase();
    return {
      first: new PostgresIdempotencyKeys(database.open()),
      second: new PostgresIdempotencyKeys(database.open()),
      close: () => database.drop(),
    };
  },
});
