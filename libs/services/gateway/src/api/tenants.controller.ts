import { Body, Controller, Delete, Get, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Client, SecurityService } from '@parley/contracts';
import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { GatewayPorts } from '../gateway-ports.ts';
import { GatewayFault } from '../problem.ts';
import { ApiKeyGuard } from './api-key.guard.ts';
import { ActName } from './caller.ts';
import { Route } from './route.ts';
import { nextOf, pageQuery, tenantId, type PageQuery } from './schemas/primitives.ts';
import { apiKeyMade, newApiKey, newTenant, tenantMade, tenantPage, tenantView } from './schemas/tenants.ts';
import { viewKeyMade } from './views-of-keys.ts';

/** Tenants, made by the platform. */
@ApiTags('tenants')
@Controller('v1/tenants')
@UseGuards(ApiKeyGuard)
export class TenantsController {
  private readonly security: Client<SecurityService>;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.security = ports.security;
  }

  @Post()
  @Route({
    needs: 'tenants:write',
    does: 'Creates a tenant and its first API key.',
    status: 201,
    answer: tenantMade,
    refuses: ['tenant.exists'],
    repeats: 'natural',
  })
  async createTenant(
    @Body({ schema: newTenant }) { tenant: wanted, name }: z.infer<typeof newTenant>,
    @ActName() act: string | undefined,
  ): Promise<z.infer<typeof tenantMade>> {
    const tenant = wanted ?? `t-${madeId(act)}`;
    const { apiKey } = await this.security.createTenant({ tenant, name });
    return { tenant, name, apiKey };
  }

  @Get()
  @Route({ needs: 'tenants:read', does: 'Lists tenants in order of their ids.', answer: tenantPage })
  async listTenants(@Query({ schema: pageQuery }) query: PageQuery): Promise<z.infer<typeof tenantPage>> {
    const { tenants, next } = await this.security.listTenants({ limit: query.limit ?? 0, cursor: query.cursor ?? '' });
    return { tenants: tenants.map(({ tenant, createdAt }) => ({ tenant, createdAt })), next: nextOf(next) };
  }

  @Get(':tenant')
  @Route({ needs: 'tenants:read', does: 'A tenant.', answer: tenantView, refuses: ['tenant.unknown'] })
  async getTenant(@Param('tenant', { schema: tenantId }) tenant: string): Promise<z.infer<typeof tenantView>> {
    const { tenant: found } = await this.security.getTenant({ tenant });
    if (!found) throw new GatewayFault(404, 'tenant.unknown', 'There is no such tenant.');
    return { tenant: found.tenant, name: found.name, createdAt: found.createdAt };
  }

  @Delete(':tenant')
  @Route({
    needs: 'tenants:write',
    does: 'Forgets a tenant: its API keys and connections, the keys of all that is sealed, then every row and blob. Its id stays taken. It takes some seconds, and cannot be undone.',
    status: 204,
    refuses: ['tenant.unknown', 'tenant.not-settled'],
  })
  async eraseTenant(@Param('tenant', { schema: tenantId }) tenant: string): Promise<void> {
    await this.security.eraseTenant({ tenant });
  }

  @Post(':tenant/api-keys')
  @Route({
    needs: 'tenants:write',
    does: 'Makes a further key of a tenant. It is shown this once.',
    status: 201,
    answer: apiKeyMade,
    refuses: ['tenant.unknown', 'api-key.invalid'],
  })
  async createTenantKey(
    @Param('tenant', { schema: tenantId }) tenant: string,
    @Body({ schema: newApiKey }) wanted: z.infer<typeof newApiKey>,
  ): Promise<z.infer<typeof apiKeyMade>> {
    return viewKeyMade(await this.security.createApiKey({ tenant, ...wanted, grantedBy: [] }));
  }
}

/** A request that names itself makes one tenant, however often it comes. */
function madeId(act: string | undefined): string {
  return act === undefined
    ? randomBytes(8).toString('hex')
    : createHash('sha256').update(act).digest('hex').slice(0, 16);
}
