import { messagesSuite } from '@parley/ports/suites/messages';
import { describeEngine } from '@parley/testing';
import { bothWays, pairOf, wayName } from '../testing/test-mongo.ts';
import { MongoMessages } from './mongo-messages.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  for (const traits of bothWays) {
    messagesSuite({
      name: `MongoMessages ${wayName(traits)}`,
      open: () => pairOf(url, (tables) => new MongoMessages(tables), traits),
    });
  }
});
