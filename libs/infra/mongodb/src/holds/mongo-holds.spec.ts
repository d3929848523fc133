import { holdsSuite } from '@parley/ports/suites/holds';
import { describeEngine } from '@parley/testing';
import { pairOf } from '../testing/test-mongo.ts';
import { MongoHolds } from './mongo-holds.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  holdsSuite({ name: 'MongoHolds', open: () => pairOf(url, (tables) => new MongoHolds(tables)) });
});
