import { conversationSearchSuite } from '@parley/ports/suites/conversation-search';
import { describeEngine } from '@parley/testing';
import { MongoConversations } from '../conversations/mongo-conversations.ts';
import { pairOf } from '../testing/test-mongo.ts';
import { MongoConversationSearch } from './mongo-conversation-search.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  conversationSearchSuite({
    name: 'MongoConversationSearch',
    open: () =>
      pairOf(url, (tables) => ({
        search: new MongoConversationSearch(tables),
        conversations: new MongoConversations(tables),
      })),
  });
});
