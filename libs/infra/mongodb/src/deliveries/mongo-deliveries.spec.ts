import { deliveriesSuite } from '@parley/ports/suites/deliveries';
import { describeEngine } from '@parley/testing';
import { pairOf } from '../testing/test-mongo.ts';
import { MongoDeliveries } from './mongo-deliveries.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  deliveriesSuite({ name: 'MongoDeliveries', open: () => pairOf(url, (tables) => new MongoDeliveries(tables)) });
});
