import { placesSuite } from '@parley/ports/suites/places';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresPlaces } from './postgres-places.ts';

placesSuite({
  name: 'PostgresPlaces',
  open: async () => {
    const database = await testDatabase();
    return {
      first: new PostgresPlaces(database.open()),
      second: new PostgresPlaces(database.open()),
      close: () => database.drop(),
    };
  },
});
