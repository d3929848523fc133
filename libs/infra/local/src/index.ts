export { createDurably, makeDurableFolder, syncFolder, writeDurably } from './durable-file.ts';
export { eraseAgain, erasuresFile, erasuresSince, noteErasure, NotedKeys, pendingErasuresFile } from './erasures.ts';
export type { Erasure } from './erasures.ts';
export { openScriptedModel } from './scripted-model.ts';
export { BlobDamaged, FolderBlobs } from './folder-blobs.ts';
export { InProcessLease, InProcessLiveUpdates, InProcessRateLimiter } from './in-process.ts';
export { fingerprintOf, NodeSealing } from './node-sealing.ts';
export { openRootKey } from './root-key.ts';
export type { OpenedRootKey } from './root-key.ts';
