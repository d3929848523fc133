import { quarantineSuite } from '@parley/ports/suites/quarantine';
import { describeEngine } from '@parley/testing';
import { pairOf } from '../testing/test-mongo.ts';
import { MongoQuarantine } from './mongo-quarantine.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  quarantineSuite({ name: 'MongoQuarantine', open: () => pairOf(url, (tables) => new MongoQuarantine(tables)) });
});
