import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayPorts } from './gateway-ports.ts';

type Ports = Pick<GatewayPorts, 'directory' | 'ownOrigins'>;

const channelPath = /^\/channels\/[^/?]+\/([^/?]+)/;

/**
 * CORS for the channels that pages talk to: an origin that the connection allows is told so; a preflight is answered
 * here. Requests without an origin (no browser) pass untouched.
 */
export function crossOrigin(ports: Ports): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  return async (request, reply) => {
    const { origin } = request.headers;
    const connection = channelPath.exec(request.url)?.[1];
    if (origin === undefined || connection === undefined) return undefined;
    const isAllowed = await allows(ports, connection, origin);
    void reply.header('vary', 'Origin');
    if (isAllowed) void reply.header('access-control-allow-origin', origin);
    if (request.method !== 'OPTIONS') return undefined;
    if (!isAllowed) return reply.code(403).send();
    return reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-expose-headers', 'retry-after')
      .header('access-control-max-age', '600')
      .send();
  };
}

async function allows({ directory, ownOrigins }: Ports, connection: string, origin: string): Promise<boolean> {
  const known = directory.peek(connection) ?? (await directory.find(connection));
  const allowed: unknown = known?.settings['allowedOrigins'];
  if (!Array.isArray(allowed)) return false;
  return allowed.includes(origin) || allowed.includes('*') || (allowed.includes('self') && ownOrigins.includes(origin));
}
