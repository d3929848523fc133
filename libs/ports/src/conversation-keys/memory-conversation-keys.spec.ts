import { conversationKeysSuite } from './conversation-keys.suite.ts';
import { MemoryConversationKeys, type ConversationKeysStore } from './memory-conversation-keys.ts';

conversationKeysSuite({
  name: 'MemoryConversationKeys',
  open: () => {
    const store: ConversationKeysStore = new Map();
    return Promise.resolve({
      first: new MemoryConversationKeys(store),
      second: new MemoryConversationKeys(store),
      close: () => Promise.resolve(),
    });
  },
});
