import { conversationsSuite } from '@parley/ports/suites/conversations';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresConversations } from './postgres-conversations.ts';

conversationsSuite({
  name: 'PostgresConversations',
  open: () => pairOf((database) => new PostgresConversations(database)),
});
