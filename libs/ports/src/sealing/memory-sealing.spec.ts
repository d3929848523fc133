import { MemorySealing } from './memory-sealing.ts';
import { sealingSuite } from './sealing.suite.ts';

sealingSuite({
  name: 'MemorySealing',
  open: () =>
    Promise.resolve({
      first: new MemorySealing(),
      second: new MemorySealing(),
      stranger: new MemorySealing(new Uint8Array(32).fill(3)),
      close: () => Promise.resolve(),
    }),
});
