import { MemoryTenants, newTenantsStore } from './memory-tenants.ts';
import { tenantsSuite } from './tenants.suite.ts';

tenantsSuite({
  name: 'MemoryTenants',
  open: () => {
    const store = newTenantsStore();
    return Promise.resolve({
      first: new MemoryTenants(store),
      second: new MemoryTenants(store),
      close: () => Promise.resolve(),
    });
  },
});
