import { MemoryJournal } from '../journal/memory-journal.ts';
import { MemoryStore } from '../memory-store.ts';
import { MemoryOperations } from '../operations/memory-operations.ts';
import { MemoryWorkLists } from './memory-work-lists.ts';
import { workListsSuite } from './work-lists.suite.ts';

workListsSuite({
  name: 'MemoryWorkLists',
  open: async () => {
    const store = new MemoryStore();
    const over = () => ({
      lists: new MemoryWorkLists(store),
      journal: new MemoryJournal(store),
      operations: new MemoryOperations(store),
    });
    return { first: over(), second: over(), close: async () => undefined };
  },
});
