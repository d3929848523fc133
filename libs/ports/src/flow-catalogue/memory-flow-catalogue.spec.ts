import { MemoryFlows, newFlowsStore } from '../flows/memory-flows.ts';
import type { ArchivedVersion } from './flow-catalogue.ts';
import { flowCatalogueSuite } from './flow-catalogue.suite.ts';
import { MemoryFlowCatalogue } from './memory-flow-catalogue.ts';

flowCatalogueSuite({
  name: 'the memory twin',
  open: () => {
    const store = newFlowsStore();
    const archived: ArchivedVersion[] = [];
    const one = () => ({ catalogue: new MemoryFlowCatalogue(store, archived), flows: new MemoryFlows(store) });
    return Promise.resolve({ first: one(), second: one(), close: () => Promise.resolve() });
  },
});
