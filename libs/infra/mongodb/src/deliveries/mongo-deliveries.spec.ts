import { deliveriesSuite } from '@parley/ports/suites/deliveries';
import { describeEngine } from '@parley/testing';
import { bothWays, pairOf, wayName } from '../testing/test-mongo.ts';
import { MongoDeliveries } from './mongo-deliveries.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  for (const traits of bothWays) {
    deliveriesSuite({
      name: `MongoDeliveries ${wayName(traits)}`,
      open: () => pairOf(url, (tables) => new MongoDeliveries(tables), traits),
    });
  }
});
