import { MemoryApiKeys, type ApiKeysStore } from './memory-api-keys.ts';
import { apiKeysSuite } from './api-keys.suite.ts';

apiKeysSuite({
  name: 'MemoryApiKeys',
  open: () => {
    const store: ApiKeysStore = new Map();
    return Promise.resolve({
      first: new MemoryApiKeys(store),
      second: new MemoryApiKeys(store),
      close: () => Promise.resolve(),
    });
  },
});
