import { conversationSearchSuite } from '@parley/ports/suites/conversation-search';
import { PostgresConversations } from '../conversations/postgres-conversations.ts';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresConversationSearch } from './postgres-conversation-search.ts';

conversationSearchSuite({
  name: 'PostgresConversationSearch',
  open: () =>
    pairOf((database) => ({
      search: new PostgresConversationSearch(database),
      conversations: new PostgresConversations(database),
    })),
});
