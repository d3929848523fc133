import { MemoryConversations } from '../conversations/memory-conversations.ts';
import { MemoryStore } from '../memory-store.ts';
import { conversationSearchSuite } from './conversation-search.suite.ts';
import { MemoryConversationSearch } from './memory-conversation-search.ts';

conversationSearchSuite({
  name: 'MemoryConversationSearch',
  open: async () => {
    const store = new MemoryStore();
    const over = () => ({ search: new MemoryConversationSearch(store), conversations: new MemoryConversations(store) });
    return { first: over(), second: over(), close: async () => undefined };
  },
});
