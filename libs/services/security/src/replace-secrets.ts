import { connectionSecretsContext } from '@parley/contracts';
import type { Connection } from '@parley/ports';
import { checkChannel } from './check-channel.ts';
import { readObject } from './create-connection.ts';
import type { SecurityPorts } from './security-ports.ts';

export type ReplacedSecrets =
  | { readonly kind: 'replaced'; readonly connection: Connection }
  | { readonly kind: 'unknown-connection' }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Replaces those of a connection's secrets that are named; the others stay. Sealed before anything is written. */
export async function replaceSecrets(
  ports: SecurityPorts,
  { tenant, connection, secretsJson }: { tenant: string; connection: string; secretsJson: Uint8Array },
): Promise<ReplacedSecrets> {
  const row = await ports.connections.find(connection);
  if (row?.tenant !== tenant) return { kind: 'unknown-connection' };
  const given = readObject(secretsJson);
  if (!given) return { kind: 'invalid', reason: 'Secrets are a JSON object of at most 16 kB.' };
  const context = connectionSecretsContext(tenant, connection);
  const key = await ports.keyring.tenantKey(tenant);
  const opened = ports.sealing.open(key, row.sealedSecrets, context);
  if (!opened) throw new Error('The secrets of a connection cannot be opened.');
  const secrets = { ...readObject(opened), ...given };
  const wrong = checkChannel(row.channel, secrets);
  if (wrong !== null) return { kind: 'invalid', reason: wrong };
  const sealed = ports.sealing.seal(key, new TextEncoder().encode(JSON.stringify(secrets)), context);
  const at = ports.now();
  const answer = await ports.connections.replaceSecrets(tenant, connection, sealed, at);
  if (answer !== 'done') return { kind: 'unknown-connection' };
  return { kind: 'replaced', connection: { ...row, sealedSecrets: sealed, secretsRotatedAt: at } };
}
