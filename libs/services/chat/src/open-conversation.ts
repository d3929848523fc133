import type { ConnectionDirectory } from '@parley/service-kit';
import { randomBytes } from 'node:crypto';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';

export type OpenAnswer =
  | { readonly kind: 'opened'; readonly conversation: string; readonly token: string; readonly expiresAt: number }
  | { readonly kind: 'unknown-connection' | 'foreign-origin' };

/** Mints a conversation's id and signs its visitor's token. Nothing is written until the visitor says something. */
export async function openConversation(
  ports: Pick<ChatPorts, 'visitors' | 'keyring' | 'now'>,
  config: Pick<ChatConfig, 'ownOrigins' | 'tokenLifeMs'>,
  directory: ConnectionDirectory,
  from: { readonly connection: string; readonly origin: string | undefined },
): Promise<OpenAnswer> {
  const known = await directory.find(from.connection);
  if (known?.channel !== 'web-chat') return { kind: 'unknown-connection' };
  if (!ports.visitors.admits(known.settings, from.origin, config.ownOrigins)) return { kind: 'foreign-origin' };
  const conversation = randomBytes(16).toString('hex');
  const expiresAt = ports.now() + config.tokenLifeMs;
  const idKey = await ports.keyring.idKey(known.tenant);
  const token = ports.visitors.sign(idKey, { connection: known.connection, conversation, expiresAt });
  return { kind: 'opened', conversation, token, expiresAt };
}
