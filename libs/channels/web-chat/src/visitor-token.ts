import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenAnswer, VisitorClaim } from '@parley/ports';

/** `<conversation>.<expiry in base 36>[.<user in base64url>].<HMAC-SHA256>`, keyed by the tenant's id key. */
export function signVisitorToken(
  idKey: Uint8Array,
  { connection, conversation, expiresAt, user }: VisitorClaim,
): string {
  const claims = [conversation, expiresAt.toString(36)];
  if (user !== null) claims.push(Buffer.from(user, 'utf8').toString('base64url'));
  return [...claims, signature(idKey, connection, claims).toString('base64url')].join('.');
}

/** Says whose token it is; a token of another connection, tenant or time is none. */
export function verifyVisitorToken(idKey: Uint8Array, connection: string, token: string, now: number): TokenAnswer {
  const claims = token.split('.');
  const signed = claims.pop();
  const [conversation, expiry, user, ...rest] = claims;
  if (!conversation || !expiry || !signed || user === '' || rest.length > 0) return { kind: 'forged' };
  const expected = signature(idKey, connection, claims);
  const given = Buffer.from(signed, 'base64url');
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  if (!genuine) return { kind: 'forged' };
  if (!(now < Number.parseInt(expiry, 36))) return { kind: 'stale' };
  return { kind: 'genuine', conversation, user: user === undefined ? null : Buffer.from(user, 'base64url').toString() };
}

function signature(idKey: Uint8Array, connection: string, claims: readonly string[]): Buffer {
  return createHmac('sha256', idKey)
    .update(['visitor', connection, ...claims].join('\n'))
    .digest();
}
