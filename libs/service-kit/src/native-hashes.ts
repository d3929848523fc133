import { createHmac, hash } from 'node:crypto';

/** As the rules' own `sha256Hex`, by the platform's library: a tenth of the time. */
export function nativeSha256Hex(input: Uint8Array): string {
  return hash('sha256', input, 'hex');
}

/** As the rules' own `keyedHashHex`. */
export function nativeKeyedHashHex(key: Uint8Array, parts: readonly string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}
