import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenAnswer, VisitorClaim } from '@parley/ports';

/** `<conversation>.<expiry in base 36>.<HMAC-SHA256>`, keyed by the tenant's id key. */
export function signVisitorToken(idKey: Uint8Array, claim: VisitorClaim): string {
  const expiry = claim.expiresAt.toString(36);
  return `${claim.conversation}.${expiry}.${signature(idKey, claim.connection, claim.conversation, expiry).toString('base64url')}`;
}

/** Says whose token it is; a token of another connection, tenant or time is none. */
export function verifyVisitorToken(idKey: Uint8Array, connection: string, token: string, now: number): TokenAnswer {
  const [conversation, expiry, signed, ...rest] = token.split('.');
  if (!conversation || !expiry || !signed || rest.length > 0) return { kind: 'forged' };
  const expected = signature(idKey, connection, conversation, expiry);
  const given = Buffer.from(signed, 'base64url');
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  if (!genuine) return { kind: 'forged' };
  return now < Number.parseInt(expiry, 36) ? { kind: 'genuine', conversation } : { kind: 'stale' };
}

function signature(idKey: Uint8Array, connection: string, conversation: string, expiry: string): Buffer {
  return createHmac('sha256', idKey).update(`visitor\n${connection}\n${conversation}\n${expiry}`).digest();
}
