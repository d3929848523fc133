import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { createParamDecorator, Inject, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { PLATFORM_SCOPES, TenantScope } from '@parley/access';
import { allows } from '@parley/access';
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

const neededScope = 'parley.needed-scope';

/** What a key has to be allowed for this route. */
export const Needs = (scope: TenantScope | (typeof PLATFORM_SCOPES)[number]): MethodDecorator & ClassDecorator =>
  SetMetadata(neededScope, scope);

/** Every request of `/v1` needs an API key with the scope of its route; a route that names none is closed. */
export class ApiKeyGuard implements CanActivate {
  private readonly ports: GatewayPorts;
  private readonly reflector: Reflector;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts, @Inject(Reflector) reflector: Reflector) {
    this.ports = ports;
    this.reflector = reflector;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & CalledBy>();
    const { tenant, scopes } = await this.ports.security.authenticate({ apiKey: bearerOf(request) });
    request.callerTenant = tenant ?? null;
    const needed = this.reflector.getAllAndOverride<string | undefined>(neededScope, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (needed !== undefined && allows(scopes, needed)) return true;
    if (tenant === undefined) throw new GatewayFault(403, 'auth.tenant-key-needed', "This takes a tenant's key.");
    if (needed === 'tenants:write') {
      throw new GatewayFault(403, 'auth.platform-key-needed', "This takes the platform's key.");
    }
    throw new GatewayFault(403, 'auth.scope-missing', `This key lacks the scope ${needed ?? 'for this address'}.`);
  }
}

/** The calling tenant's id: the guard let only a tenant's key come here. */
export const CallerTenant = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { callerTenant } = context.switchToHttp().getRequest<CalledBy>();
  if (typeof callerTenant === 'string') return callerTenant;
  throw new GatewayFault(403, 'auth.tenant-key-needed', "This takes a tenant's key.");
});
