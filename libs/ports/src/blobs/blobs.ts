/** Large sealed bytes by the sha-256 of what is stored: durable (file and folder fsynced) before the promise resolves. */
export abstract class Blobs {
  /** Answers the hash (hex) under which it is found again. The same bytes again are the same blob. */
  abstract put(tenant: string, sealed: Uint8Array): Promise<string>;
  /** null = the tenant has no such blob. Rejects when what is stored is no longer what was put. */
  abstract get(tenant: string, hash: string): Promise<Uint8Array | null>;
  /** Deleting what is not there is done. */
  abstract delete(tenant: string, hash: string): Promise<void>;
  /** Deletes everything of a tenant. */
  abstract deleteAll(tenant: string): Promise<void>;
}
