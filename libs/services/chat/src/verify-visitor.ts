import type { ConnectionDirectory } from '@parley/service-kit';
import type { ChatPorts } from './chat-ports.ts';

export type VisitorAnswer =
  | {
      readonly kind: 'genuine';
      readonly tenant: string;
      readonly conversation: string;
      readonly showJournal: boolean;
      readonly user: string | null;
    }
  | { readonly kind: 'unknown-connection' | 'forged' | 'stale' };

/** Whose token this is, on this connection. */
export async function verifyVisitor(
  ports: Pick<ChatPorts, 'visitors' | 'keyring' | 'now'>,
  directory: ConnectionDirectory,
  connection: string,
  token: string,
): Promise<VisitorAnswer> {
  const known = directory.peek(connection) ?? (await directory.find(connection));
  if (known?.channel !== 'web-chat') return { kind: 'unknown-connection' };
  const { tenant, settings } = known;
  const answer = ports.visitors.verify(await ports.keyring.idKey(tenant), connection, token, ports.now());
  if (answer.kind !== 'genuine') return answer;
  return { ...answer, tenant, showJournal: ports.visitors.showsJournal(settings) };
}
