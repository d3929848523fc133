import { MemoryFlows, newFlowsStore } from './memory-flows.ts';
import { flowsSuite } from './flows.suite.ts';

flowsSuite({
  name: 'MemoryFlows',
  open: () => {
    const store = newFlowsStore();
    return Promise.resolve({
      first: new MemoryFlows(store),
      second: new MemoryFlows(store),
      close: () => Promise.resolve(),
    });
  },
});
