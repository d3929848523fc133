import { MemoryBlobs, type BlobsStore } from './memory-blobs.ts';
import { blobsSuite } from './blobs.suite.ts';

blobsSuite({
  name: 'MemoryBlobs',
  open: () => {
    const store: BlobsStore = new Map();
    return Promise.resolve({
      first: new MemoryBlobs(store),
      second: new MemoryBlobs(store),
      close: () => Promise.resolve(),
    });
  },
});
