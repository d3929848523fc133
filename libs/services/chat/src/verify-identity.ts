import { wellFormed } from '@parley/message';
import type { ChatPorts } from './chat-ports.ts';

/** Who a visitor is, as the tenant's own site vouches for it. */
export interface SignedIdentity {
  readonly user: string;
  /** Until when it may be presented, ms since the epoch. */
  readonly expiresAt: number;
  readonly signature: Uint8Array;
}

const secret = 'identitySecret';
const longestLifeMs = 24 * 3600 * 1000;
const maxUserLength = 200;

/** Whether the tenant's site signed this for this connection, not long ago. What was seen on its way is of no use for long. */
export async function verifyIdentity(
  { security, now }: Pick<ChatPorts, 'security' | 'now'>,
  connection: string,
  { user, expiresAt, signature }: SignedIdentity,
): Promise<'genuine' | 'invalid-identity'> {
  const leftMs = expiresAt - now();
  const isTimely = leftMs > 0 && leftMs <= longestLifeMs;
  const isName = user !== '' && user.length <= maxUserLength && wellFormed(user) === user;
  if (!isTimely || !isName) return 'invalid-identity';
  const content = new TextEncoder().encode(`web-chat identity\n${connection}\n${user}\n${expiresAt}`);
  const { genuine } = await security.verifySignature({ connection, secret, content, signature });
  return genuine ? 'genuine' : 'invalid-identity';
}
