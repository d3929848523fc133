import { MemoryJournal } from '../journal/memory-journal.ts';
import { MemoryStore } from '../memory-store.ts';
import { MemoryOperations } from './memory-operations.ts';
import { operationsSuite } from './operations.suite.ts';

operationsSuite({
  name: 'MemoryOperations',
  open: async () => {
    const store = new MemoryStore();
    const over = () => ({ operations: new MemoryOperations(store), journal: new MemoryJournal(store) });
    return { first: over(), second: over(), close: async () => undefined };
  },
});
