import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { Blobs } from './blobs.ts';

export type BlobsStore = Map<string, Uint8Array>;

export class MemoryBlobs extends Blobs {
  private readonly store: BlobsStore;

  constructor(store: BlobsStore = new Map()) {
    super();
    this.store = store;
  }

  override put(tenant: string, sealed: Uint8Array): Promise<string> {
    const hash = bytesToHex(sha256(sealed));
    this.store.set(nameOf(tenant, hash), Uint8Array.from(sealed));
    return Promise.resolve(hash);
  }

  override get(tenant: string, hash: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.store.get(nameOf(tenant, hash)) ?? null);
  }

  override delete(tenant: string, hash: string): Promise<void> {
    this.store.delete(nameOf(tenant, hash));
    return Promise.resolve();
  }

  override deleteAll(tenant: string): Promise<void> {
    for (const name of this.store.keys()) {
      if ((JSON.parse(name) as readonly string[])[0] === tenant) this.store.delete(name);
    }
    return Promise.resolve();
  }
}

const nameOf = (tenant: string, hash: string): string => JSON.stringify([tenant, hash]);
