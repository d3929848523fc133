import { connectionHealthSuite } from '@parley/ports/suites/connection-health';
import { describeEngine } from '@parley/testing';
import { pairOf } from '../testing/test-mongo.ts';
import { MongoConnectionHealth } from './mongo-connection-health.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  connectionHealthSuite({
    name: 'MongoConnectionHealth',
    open: () => pairOf(url, (tables) => new MongoConnectionHealth(tables)),
  });
});
