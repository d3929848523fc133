import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 is enough for a secret of 256 random bits: there is nothing to guess that a slower hash would protect. */
export function hashSecret(secret: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(secret, 'utf8').digest());
}

/** Compares in constant time. */
export function isSecret(secret: string, hash: Uint8Array): boolean {
  const given = hashSecret(secret);
  return given.length === hash.length && timingSafeEqual(given, hash);
}
