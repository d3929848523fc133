import { base62 } from './base62.ts';
import { crc32 } from './crc32.ts';

/**
 * An API key as it is shown once: `pk_{environment}_{id}_{secret}{crc}`. The id finds the row; the secret (256 random bits)
 * proves it; the checksum lets a mistyped or cut key be refused without a look-up, and a leaked one be found by scanners.
 */
export interface ApiKeyParts {
  /** Where the key belongs, so that a test key is told from a live one: 2 to 12 small letters. */
  readonly environment: string;
  readonly id: string;
  readonly secret: string;
}

export const API_KEY_ID_BYTES = 8;
export const API_KEY_SECRET_BYTES = 32;

const ID_DIGITS = 11;
const SECRET_DIGITS = 43;
const CRC_DIGITS = 6;
const SHAPE = new RegExp(
  `^(pk_([a-z]{2,12})_([0-9A-Za-z]{${ID_DIGITS}})_([0-9A-Za-z]{${SECRET_DIGITS}}))([0-9A-Za-z]{${CRC_DIGITS}})$`,
);

/** @param random API_KEY_ID_BYTES + API_KEY_SECRET_BYTES random bytes */
export function makeApiKey(environment: string, random: Uint8Array): ApiKeyParts & { readonly text: string } {
  if (!/^[a-z]{2,12}$/.test(environment)) throw new RangeError('An environment has 2 to 12 small letters.');
  if (random.length !== API_KEY_ID_BYTES + API_KEY_SECRET_BYTES) throw new RangeError('Too few random bytes.');
  const id = base62(random.subarray(0, API_KEY_ID_BYTES), ID_DIGITS);
  const secret = base62(random.subarray(API_KEY_ID_BYTES), SECRET_DIGITS);
  const head = `pk_${environment}_${id}_${secret}`;
  return { environment, id, secret, text: head + checksum(head) };
}

/** null = no key of ours, or not written as we wrote it. */
export function parseApiKey(text: string): ApiKeyParts | null {
  const [, head, environment, id, secret, crc] = SHAPE.exec(text) ?? [];
  if (!head || !environment || !id || !secret || crc !== checksum(head)) return null;
  return { environment, id, secret };
}

function checksum(head: string): string {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, crc32(head));
  return base62(bytes, CRC_DIGITS);
}
