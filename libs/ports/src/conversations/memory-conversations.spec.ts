import { MemoryStore } from '../memory-store.ts';
import { conversationsSuite } from './conversations.suite.ts';
import { MemoryConversations } from './memory-conversations.ts';

conversationsSuite({
  name: 'MemoryConversations',
  open: async () => {
    const store = new MemoryStore();
    return {
      first: new MemoryConversations(store),
      second: new MemoryConversations(store),
      close: async () => undefined,
    };
  },
});
