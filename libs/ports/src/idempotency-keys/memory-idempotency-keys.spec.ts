import { idempotencyKeysSuite } from './idempotency-keys.suite.ts';
import { MemoryIdempotencyKeys, type IdempotencyStore } from './memory-idempotency-keys.ts';

idempotencyKeysSuite({
  name: 'the memory twin',
  open: () => {
    const store: IdempotencyStore = new Map();
    const pair = { first: new MemoryIdempotencyKeys(store), second: new MemoryIdempotencyKeys(store) };
    return Promise.resolve({ ...pair, close: () => Promise.resolve() });
  },
});
