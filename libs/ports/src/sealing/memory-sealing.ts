import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Sealing } from './sealing.ts';

const NONCE = 8;
const TAG = 32;

/**
 * For tests, without the platform's cipher: a keystream of HMAC-SHA-256 over a counted nonce, then a tag over context and
 * ciphertext. Keys are counted too, so that a test run repeats itself. No composition uses it.
 */
export class MemorySealing extends Sealing {
  private readonly rootKey: Uint8Array;
  private count = 0;

  constructor(rootKey: Uint8Array = sha256(utf8('memory root key'))) {
    super();
    this.rootKey = rootKey;
  }

  override newKey(): Uint8Array {
    this.count += 1;
    return hmac(sha256, this.rootKey, utf8(`key ${this.count}`));
  }

  override seal(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
    this.count += 1;
    const nonce = counted(this.count);
    const cipher = join(nonce, masked(key, nonce, plain));
    return join(cipher, tagOf(key, cipher, context));
  }

  override open(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array | null {
    if (sealed.length < NONCE + TAG) return null;
    const cipher = sealed.subarray(0, sealed.length - TAG);
    const tag = tagOf(key, cipher, context);
    if (!tag.every((byte, index) => byte === sealed[cipher.length + index])) return null;
    return masked(key, cipher.subarray(0, NONCE), cipher.subarray(NONCE));
  }

  override wrap(key: Uint8Array, context: string): Uint8Array {
    return this.seal(this.rootKey, key, context);
  }

  override unwrap(wrapped: Uint8Array, context: string): Uint8Array | null {
    return this.open(this.rootKey, wrapped, context);
  }
}

function masked(key: Uint8Array, nonce: Uint8Array, bytes: Uint8Array): Uint8Array {
  const answer = Uint8Array.from(bytes);
  for (let block = 0; block * 32 < bytes.length; block += 1) {
    const mask = hmac(sha256, key, join(utf8('mask'), nonce, counted(block)));
    for (let at = 0; at < 32 && block * 32 + at < bytes.length; at += 1) answer[block * 32 + at]! ^= mask[at]!;
  }
  return answer;
}

const tagOf = (key: Uint8Array, cipher: Uint8Array, context: string): Uint8Array =>
  hmac(sha256, key, join(utf8('tag'), sha256(utf8(context)), cipher));

function counted(count: number): Uint8Array {
  const bytes = new Uint8Array(NONCE);
  new DataView(bytes.buffer).setFloat64(0, count);
  return bytes;
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const answer = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    answer.set(part, at);
    at += part.length;
  }
  return answer;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
