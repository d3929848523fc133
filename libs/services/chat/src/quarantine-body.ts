import { canonicalBytes, readCanonical } from '@parley/message';
import type { ChannelRequest, QuarantinedBody } from '@parley/ports';
import { createHash } from 'node:crypto';
import type { ChatPorts } from './chat-ports.ts';

type Ports = Pick<ChatPorts, 'quarantine' | 'keyring' | 'sealing'>;

/** What a genuine request was bound to when it was verified: headers that proved it are not kept. */
interface Bound {
  readonly conversation: string | null;
  readonly user: string | null;
}

/** A request as it is kept: enough to be read again. */
export interface SetAside extends Bound {
  readonly path: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Keeps a genuine body of an unknown shape, sealed under the tenant's key; the same body twice is one item. */
export async function quarantineBody(
  ports: Ports,
  from: Bound & { readonly tenant: string; readonly reason: string },
  { connection, path, headers, body }: ChannelRequest,
  receivedAt: number,
): Promise<void> {
  const { tenant, reason, conversation, user } = from;
  const id = createHash('sha256').update(`${connection}\n`).update(body).digest('hex');
  const key = await ports.keyring.tenantKey(tenant);
  const contentType = headers['content-type'] ?? '';
  const kept = { version: 1, path, contentType, conversation, user, body: Buffer.from(body).toString('base64') };
  const sealed = ports.sealing.seal(key, canonicalBytes(kept), contextOf(tenant, id));
  await ports.quarantine.keep({ tenant, reason, connection, id, sealed, receivedAt });
}

/** What was set aside, as it came. */
export async function openQuarantined(ports: Ports, { tenant, id, sealed }: QuarantinedBody): Promise<SetAside> {
  const plain = ports.sealing.open(await ports.keyring.tenantKey(tenant), sealed, contextOf(tenant, id));
  if (plain === null) throw new Error(`The quarantined body ${id} does not open: it was changed.`);
  const { body, ...rest } = readCanonical(plain) as Omit<SetAside, 'body'> & { readonly body: string };
  return { ...rest, body: new Uint8Array(Buffer.from(body, 'base64')) };
}

const contextOf = (tenant: string, id: string): string => `quarantine:${tenant}:${id}`;
