import { conversationsSuite } from '@parley/ports/suites/conversations';
import { describeEngine } from '@parley/testing';
import { pairOf } from '../testing/test-mongo.ts';
import { MongoConversations } from './mongo-conversations.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  conversationsSuite({
    name: 'MongoConversations',
    open: () => pairOf(url, (tables) => new MongoConversations(tables)),
  });
});
