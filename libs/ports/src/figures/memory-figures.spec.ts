import { MemoryConversations } from '../conversations/memory-conversations.ts';
import { MemoryDeliveries } from '../deliveries/memory-deliveries.ts';
import { MemoryStore } from '../memory-store.ts';
import { MemoryQuarantine, type QuarantineStore } from '../quarantine/memory-quarantine.ts';
import { figuresSuite } from './figures.suite.ts';
import { MemoryFigures } from './memory-figures.ts';

figuresSuite({
  name: 'MemoryFigures',
  open: async () => {
    const store = new MemoryStore();
    const kept: QuarantineStore = new Map();
    const over = () => {
      const quarantine = new MemoryQuarantine(kept);
      const figures = new MemoryFigures(store, quarantine);
      return {
        figures,
        quarantine,
        conversations: new MemoryConversations(store),
        deliveries: new MemoryDeliveries(store),
      };
    };
    return { first: over(), second: over(), close: async () => undefined };
  },
});
