import { createHash } from 'node:crypto';
import type { ChatPorts } from './chat-ports.ts';

/** Keeps a genuine body of an unknown shape, sealed under the tenant's key; the same body twice is one item. */
export async function quarantineBody(
  ports: Pick<ChatPorts, 'quarantine' | 'keyring' | 'sealing'>,
  from: { readonly tenant: string; readonly connection: string; readonly reason: string },
  body: Uint8Array,
  receivedAt: number,
): Promise<void> {
  const id = createHash('sha256').update(`${from.connection}\n`).update(body).digest('hex');
  const key = await ports.keyring.tenantKey(from.tenant);
  const sealed = ports.sealing.seal(key, body, `quarantine:${from.tenant}:${id}`);
  await ports.quarantine.keep({ ...from, id, sealed, receivedAt });
}
