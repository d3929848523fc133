import { conversationKeysSuite } from '@parley/ports/suites/conversation-keys';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresConversationKeys } from './postgres-conversation-keys.ts';

conversationKeysSuite({
  name: 'PostgresConversationKeys',
  open: async () => {
    const database = await testDatabase();
    return {
      first: new PostgresConversationKeys(database.open()),
      second: new PostgresConversationKeys(database.open()),
      close: () => database.drop(),
    };
  },
});
