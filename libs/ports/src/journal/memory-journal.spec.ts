import { MemoryConversations } from '../conversations/memory-conversations.ts';
import { MemoryDeliveries } from '../deliveries/memory-deliveries.ts';
import { MemoryStore } from '../memory-store.ts';
import { MemoryMessages } from '../messages/memory-messages.ts';
import { MemoryOperations } from '../operations/memory-operations.ts';
import { MemoryWakeUps } from '../wake-ups/memory-wake-ups.ts';
import type { DurablePorts } from './durable-ports.ts';
import { journalSuite } from './journal.suite.ts';
import { MemoryJournal } from './memory-journal.ts';

const over = (store: MemoryStore): DurablePorts => ({
  journal: new MemoryJournal(store),
  wakeUps: new MemoryWakeUps(store),
  operations: new MemoryOperations(store),
  messages: new MemoryMessages(store),
  deliveries: new MemoryDeliveries(store),
  conversations: new MemoryConversations(store),
});

journalSuite({
  name: 'MemoryJournal',
  open: async () => {
    const store = new MemoryStore();
    return { first: over(store), second: over(store), close: async () => undefined };
  },
});
