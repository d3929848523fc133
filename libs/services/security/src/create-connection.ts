import { base62, isName } from '@parley/access';
import { connectionSecretsContext } from '@parley/contracts';
import { parseJson } from '@parley/message';
import type { Connection } from '@parley/ports';
import { UnknownTenant } from '@parley/service-kit';
import { checkChannel } from './check-channel.ts';
import type { SecurityPorts } from './security-ports.ts';

export interface NewConnection {
  readonly tenant: string;
  /** undefined = a public id that cannot be guessed is made. */
  readonly connection?: string | undefined;
  readonly channel: string;
  readonly flow: string;
  /** A JSON object; empty = none. */
  readonly settingsJson: Uint8Array;
  readonly secretsJson: Uint8Array;
}

export type CreatedConnection =
  | { readonly kind: 'created'; readonly connection: Connection }
  | { readonly kind: 'exists' | 'unknown-tenant' }
  | { readonly kind: 'invalid'; readonly reason: string };

const MAX_SETTINGS_BYTES = 16_384;
const MAX_DEPTH = 8;
const ID_BYTES = 12;
const ID_DIGITS = 17;

/** Connects a tenant to a channel. Its secrets are sealed under the tenant's key before anything is written. */
export async function createConnection(ports: SecurityPorts, request: NewConnection): Promise<CreatedConnection> {
  const { tenant, channel, flow } = request;
  // 1. Names and settings that everybody can live with.
  const connection = request.connection ?? base62(ports.random(ID_BYTES), ID_DIGITS).toLowerCase();
  const badName = [tenant, connection, channel, flow].find((name) => !isName(name));
  if (badName !== undefined) return { kind: 'invalid', reason: 'Names have 1 to 63 of a–z, 0–9 and `-`.' };
  const settings = readObject(request.settingsJson);
  const secrets = readObject(request.secretsJson);
  if (!settings || !secrets)
    return { kind: 'invalid', reason: 'Settings and secrets are JSON objects of at most 16 kB.' };
  const wrong = checkChannel(channel, secrets);
  if (wrong !== null) return { kind: 'invalid', reason: wrong };
  // 2. The secrets sealed; an unknown tenant has no key to seal them with.
  const key = await tenantKey(ports, tenant);
  if (!key) return { kind: 'unknown-tenant' };
  const plain = new TextEncoder().encode(JSON.stringify(secrets));
  const sealedSecrets = ports.sealing.seal(key, plain, connectionSecretsContext(tenant, connection));
  // 3. The public id belongs to whoever inserts it first.
  const row = { connection, tenant, channel, flow, settings, sealedSecrets, createdAt: ports.now() };
  const answer = await ports.connections.insert(row);
  return answer === 'exists' ? { kind: 'exists' } : { kind: 'created', connection: row };
}

async function tenantKey({ keyring }: SecurityPorts, tenant: string): Promise<Uint8Array | null> {
  try {
    return await keyring.tenantKey(tenant);
  } catch (error) {
    if (error instanceof UnknownTenant) return null;
    throw error;
  }
}

/** null = no JSON object, or too large a one. */
export function readObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  if (bytes.length === 0) return {};
  if (bytes.length > MAX_SETTINGS_BYTES) return null;
  const json = parseJson(bytes, MAX_DEPTH);
  const isObject = json.ok && typeof json.value === 'object' && json.value !== null && !Array.isArray(json.value);
  return isObject ? (json.value as Readonly<Record<string, unknown>>) : null;
}
