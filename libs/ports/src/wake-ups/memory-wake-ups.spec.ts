import { MemoryStore } from '../memory-store.ts';
import { MemoryWakeUps } from './memory-wake-ups.ts';
import { wakeUpsSuite } from './wake-ups.suite.ts';

wakeUpsSuite({
  name: 'MemoryWakeUps',
  open: async () => {
    const store = new MemoryStore();
    return { first: new MemoryWakeUps(store), second: new MemoryWakeUps(store), close: async () => undefined };
  },
});
