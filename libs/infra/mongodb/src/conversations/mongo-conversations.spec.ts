import { conversationsSuite } from '@parley/ports/suites/conversations';
import { describeEngine } from '@parley/testing';
import { bothWays, pairOf, wayName } from '../testing/test-mongo.ts';
import { MongoConversations } from './mongo-conversations.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  for (const traits of bothWays) {
    conversationsSuite({
      name: `MongoConversations ${wayName(traits)}`,
      open: () => pairOf(url, (tables) => new MongoConversations(tables), traits),
    });
  }
});
