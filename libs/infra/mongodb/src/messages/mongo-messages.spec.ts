import { messagesSuite } from '@parley/ports/suites/messages';
import { describeEngine } from '@parley/testing';
import { pairOf } from '../testing/test-mongo.ts';
import { MongoMessages } from './mongo-messages.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  messagesSuite({ name: 'MongoMessages', open: () => pairOf(url, (tables) => new MongoMessages(tables)) });
});
