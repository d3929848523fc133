export { createDurably, makeDurableFolder, syncFolder, writeDurably } from './durable-file.ts';
export { BlobDamaged, FolderBlobs } from './folder-blobs.ts';
export { InProcessLease, InProcessLiveUpdates, InProcessRateLimiter } from './in-process.ts';
export { fingerprintOf, NodeSealing } from './node-sealing.ts';
export { openRootKey } from './root-key.ts';
export type { OpenedRootKey } from './root-key.ts';
