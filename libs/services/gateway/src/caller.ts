import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { createParamDecorator, Inject } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GatewayPorts } from './gateway-ports.ts';
import { GatewayFault } from './problem.ts';

/** Who calls `/v1`: a tenant, or (null) the platform. */
interface CalledBy {
  callerTenant?: string | null;
}

/** The bearer's credential; the tenant comes from it and from nowhere else. */
export function bearerOf(request: FastifyRequest): string {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new GatewayFault(401, 'auth.missing', 'Send `Authorization: Bearer …`.');
  return token;
}

/** Every request of `/v1` needs an API key. */
export class ApiKeyGuard implements CanActivate {
  private readonly ports: GatewayPorts;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & CalledBy>();
    const { tenant } = await this.ports.security.authenticate({ apiKey: bearerOf(request) });
    request.callerTenant = tenant ?? null;
    return true;
  }
}

/** The calling tenant's id. The platform's key reads nothing of the tenants'. */
export const CallerTenant = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { callerTenant } = context.switchToHttp().getRequest<CalledBy>();
  if (typeof callerTenant === 'string') return callerTenant;
  throw new GatewayFault(403, 'auth.tenant-key-needed', "This takes a tenant's key, not the platform's.");
});

/** Refuses tenants. */
export const CallerPlatform = createParamDecorator((_: unknown, context: ExecutionContext): true => {
  if (context.switchToHttp().getRequest<CalledBy>().callerTenant === null) return true;
  throw new GatewayFault(403, 'auth.platform-key-needed', "This takes the platform's key.");
});
