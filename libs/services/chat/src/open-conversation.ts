import type { ConnectionDirectory } from '@parley/service-kit';
import { randomBytes } from 'node:crypto';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';
import type { SignedIdentity } from './verify-identity.ts';
import { verifyIdentity } from './verify-identity.ts';

export type OpenAnswer =
  | { readonly kind: 'opened'; readonly conversation: string; readonly token: string; readonly expiresAt: number }
  | { readonly kind: 'unknown-connection' | 'foreign-origin' | 'invalid-identity' };

/** Mints a conversation's id and signs its visitor's token, which says who that is where the tenant's site vouches for it. Nothing is written until the visitor says something. */
export async function openConversation(
  ports: Pick<ChatPorts, 'visitors' | 'keyring' | 'security' | 'now'>,
  config: Pick<ChatConfig, 'ownOrigins' | 'tokenLifeMs'>,
  directory: ConnectionDirectory,
  from: {
    readonly connection: string;
    readonly origin: string | undefined;
    readonly identity?: SignedIdentity | undefined;
  },
): Promise<OpenAnswer> {
  const known = await directory.find(from.connection);
  if (known?.channel !== 'web-chat') return { kind: 'unknown-connection' };
  if (!ports.visitors.admits(known.settings, from.origin, config.ownOrigins)) return { kind: 'foreign-origin' };
  const { identity } = from;
  if (identity && (await verifyIdentity(ports, known.connection, identity)) !== 'genuine') {
    return { kind: 'invalid-identity' };
  }
  const user = identity?.user ?? null;
  const conversation = randomBytes(16).toString('hex');
  const expiresAt = ports.now() + config.tokenLifeMs;
  const idKey = await ports.keyring.idKey(known.tenant);
  const token = ports.visitors.sign(idKey, { connection: known.connection, conversation, expiresAt, user });
  return { kind: 'opened', conversation, token, expiresAt };
}
