/** Large sealed bytes by the sha-256 of what is stored: durable (file and folder fsynced) before the promise resolves. */
export abstract class Blobs {
  /** Answers the hash (hex) under which it is found again. */
  abstract put(tenant: string, sealed: Uint8Array): Promise<string>;
  abstract get(tenant: string, hash: string): Promise<Uint8Array | null>;
  abstract delete(tenant: string, hash: string): Promise<void>;
}
