import type { GetConnectionHealthResponse } from '@parley/contracts';
import type { ConnectionSign } from '@parley/ports';
import type { ChatPorts } from './chat-ports.ts';
import type { HealthNotes } from './health-notes.ts';

/** How a connection fares, as far as anybody knows. */
export async function readHealth(
  { health }: Pick<ChatPorts, 'health'>,
  notes: HealthNotes,
  tenant: string,
  connection: string,
): Promise<GetConnectionHealthResponse> {
  await notes.flush();
  const signs = await health.read(tenant, connection);
  const of = (aspect: ConnectionSign['aspect']): ConnectionSign | undefined =>
    signs.find((sign) => sign.aspect === aspect);
  return {
    lastInboundAt: of('inbound')?.at,
    verifiedAt: of('verified')?.at,
    lastOutboundAt: of('outbound')?.at,
    lastErrorAt: of('error')?.at,
    lastError: of('error')?.detail ?? '',
  };
}
