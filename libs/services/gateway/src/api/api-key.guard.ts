import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Inject } from '@nestjs/common';
import { allows } from '@parley/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayPorts } from '../gateway-ports.ts';
import { GatewayFault } from '../problem.ts';
import { bearerOf, setCaller } from './caller.ts';
import { ApiRates } from './api-rates.ts';
import { routeOf } from './route-spec.ts';

/** Every request of `/v1` needs an API key that has the scope of its route, and is counted. */
export class ApiKeyGuard implements CanActivate {
  private readonly ports: GatewayPorts;
  private readonly rates: ApiRates;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
    this.rates = new ApiRates(ports);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    // 1 Who is it?
    const { tenant, scopes, keyId } = await this.ports.security.authenticate({ apiKey: bearerOf(request) });
    setCaller(request, { tenant: tenant ?? null, scopes, keyId });
    // 2 How often did they come?
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const role = tenant === undefined ? 'platform' : isRead ? 'tenant-read' : 'tenant-write';
    await this.rates.take(role, keyId, http.getResponse<FastifyReply>());
    // 3 May they?
    const needed = routeOf(context.getHandler())?.needs;
    if (needed !== undefined && allows(scopes, needed)) return true;
    if (needed?.startsWith('tenants:') === true) {
      throw new GatewayFault(403, 'auth.platform-key-needed', "This takes the platform's key.");
    }
    if (tenant === undefined) throw new GatewayFault(403, 'auth.tenant-key-needed', "This takes a tenant's key.");
    throw new GatewayFault(403, 'auth.scope-missing', `This key lacks the scope ${needed ?? 'for this address'}.`);
  }
}
