import { createHmac, timingSafeEqual } from 'node:crypto';
import { connectionSecretsContext } from '@parley/contracts';
import type { Connection } from '@parley/ports';
import type { SecurityPorts } from './security-ports.ts';

/** A shorter one could be guessed by whoever has seen a signature. */
const MIN_SECRET_LENGTH = 32;

/** Whether `content` was signed (HMAC-SHA256) with the connection's secret of this name. The secret stays here. Constant time. */
export async function verifySignature(
  { keyring, sealing }: Pick<SecurityPorts, 'keyring' | 'sealing'>,
  { tenant, connection, sealedSecrets }: Connection,
  secret: string,
  content: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const key = await keyring.tenantKey(tenant);
  const opened = sealing.open(key, sealedSecrets, connectionSecretsContext(tenant, connection));
  if (opened === null) throw new Error(`The secrets of connection ${connection} do not open: they were changed.`);
  const secrets = JSON.parse(new TextDecoder().decode(opened)) as Readonly<Record<string, unknown>>;
  const value = Object.hasOwn(secrets, secret) ? secrets[secret] : undefined;
  if (typeof value !== 'string' || value.length < MIN_SECRET_LENGTH) return false;
  const expected = createHmac('sha256', value).update(content).digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}
