import { createCipheriv, createDecipheriv, createHash, randomBytes, randomFillSync } from 'node:crypto';
import { Sealing } from '@parley/ports';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + NONCE;
export const KEY_BYTES = 32;

/**
 * Seals with AES-256-GCM of node:crypto. A sealed text is `version (1) ‖ nonce (96 random bits) ‖ ciphertext ‖ tag (128
 * bits)`: 29 bytes more than the plain one. A random nonce is safe up to 2³² texts under one key (NIST SP 800-38D §8.3);
 * each conversation has a key of its own.
 */
export class NodeSealing extends Sealing {
  private readonly rootKey: Uint8Array | null;
  private readonly nonces = new NoncePool();

  /**
   * @param rootKey the platform's key, 32 bytes; it wraps tenants' keys and nothing else. null = it is kept by another
   * process, and this one can neither wrap nor unwrap.
   */
  constructor(rootKey: Uint8Array | null) {
    super();
    if (rootKey !== null && rootKey.length !== KEY_BYTES)
      throw new RangeError(`The root key has ${rootKey.length} bytes, not ${KEY_BYTES}.`);
    this.rootKey = rootKey && Uint8Array.from(rootKey);
  }

  override newKey(): Uint8Array {
    return randomBytes(KEY_BYTES);
  }

  override seal(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
    const sealed = Buffer.allocUnsafe(HEAD + plain.length + TAG);
    sealed[0] = VERSION;
    this.nonces.next(sealed, 1);
    const cipher = createCipheriv('aes-256-gcm', key, sealed.subarray(1, HEAD), { authTagLength: TAG });
    cipher.setAAD(Buffer.from(context, 'utf8'));
    sealed.set(cipher.update(plain), HEAD);
    cipher.final();
    sealed.set(cipher.getAuthTag(), HEAD + plain.length);
    return sealed;
  }

  override open(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array | null {
    if (key.length !== KEY_BYTES || sealed.length < HEAD + TAG || sealed[0] !== VERSION) return null;
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, HEAD), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const plain = decipher.update(sealed.subarray(HEAD, sealed.length - TAG));
    try {
      decipher.final();
    } catch {
      return null;
    }
    return plain;
  }

  override wrap(key: Uint8Array, context: string): Uint8Array {
    return this.seal(this.root(), key, context);
  }

  override unwrap(wrapped: Uint8Array, context: string): Uint8Array | null {
    return this.open(this.root(), wrapped, context);
  }

  private root(): Uint8Array {
    if (this.rootKey === null) throw new Error('The root key is kept by another process.');
    return this.rootKey;
  }
}

/** Names a root key without giving anything of it away: the start of a domain-separated SHA-256 (hex). */
export function fingerprintOf(rootKey: Uint8Array): string {
  return createHash('sha256').update('parley root key\0').update(rootKey).digest('hex').slice(0, 16);
}

/** Random nonces drawn 256 at a time: one call into the system's generator for each costs more than the cipher. */
class NoncePool {
  private readonly pool = Buffer.alloc(NONCE * 256);
  private used = this.pool.length;

  next(target: Uint8Array, offset: number): void {
    if (this.used === this.pool.length) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    target.set(this.pool.subarray(this.used, this.used + NONCE), offset);
    this.used += NONCE;
  }
}
