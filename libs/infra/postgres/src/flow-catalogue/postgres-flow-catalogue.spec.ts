import { flowCatalogueSuite } from '@parley/ports/suites/flow-catalogue';
import { PostgresFlows } from '../flows/postgres-flows.ts';
import { testDatabase } from '../testing/test-database.ts';
import { PostgresFlowCatalogue } from './postgres-flow-catalogue.ts';

flowCatalogueSuite({
  name: 'PostgresFlowCatalogue',
  open: async () => {
    const database = await testDatabase();
    const one = () => {
      const opened = database.open();
      return { catalogue: new PostgresFlowCatalogue(opened), flows: new PostgresFlows(opened) };
    };
    return { first: one(), second: one(), close: () => database.drop() };
  },
});
