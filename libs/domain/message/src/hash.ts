import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const encoder = new TextEncoder();

/** As `sha256Hex`: whoever decides may bring one that its platform computes faster. */
export type Sha256Hex = (input: Uint8Array) => string;
/** As `keyedHashHex`. */
export type KeyedHashHex = (key: Uint8Array, parts: readonly string[]) => string;

/** sha-256 of bytes, or of a text's UTF-8, in lower-case hex. */
export function sha256Hex(input: Uint8Array | string): string {
  return bytesToHex(sha256(typeof input === 'string' ? encoder.encode(input) : input));
}

/** HMAC-SHA-256 of the parts, in lower-case hex. No two lists of parts give the same input, whatever they contain. */
export function keyedHashHex(key: Uint8Array, parts: readonly string[]): string {
  return bytesToHex(hmac(sha256, key, encoder.encode(JSON.stringify(parts))));
}
