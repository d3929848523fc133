/** AES-256-GCM under a 32-byte key. `context` is authenticated with the text and must be the same on opening. */
export abstract class Sealing {
  /** A fresh 32-byte key. */
  abstract newKey(): Uint8Array;
  abstract seal(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array;
  /** null = not sealed by this key and context, or changed since. */
  abstract open(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array | null;
  /** Wraps a key under the platform's root key (key file, KMS, Vault). */
  abstract wrap(key: Uint8Array, context: string): Uint8Array;
  abstract unwrap(wrapped: Uint8Array, context: string): Uint8Array | null;
}
