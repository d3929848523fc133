import { MemoryStore } from '../memory-store.ts';
import { MemoryMessages } from './memory-messages.ts';
import { messagesSuite } from './messages.suite.ts';

messagesSuite({
  name: 'MemoryMessages',
  open: async () => {
    const store = new MemoryStore();
    return { first: new MemoryMessages(store), second: new MemoryMessages(store), close: async () => undefined };
  },
});
