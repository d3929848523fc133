import { Controller, HttpCode, Inject, Param, Post, Req, UseGuards } from '@nestjs/common';
import { TENANT_SCOPES } from '@parley/access';
import type { FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ApiKeyGuard, Needs } from './caller.ts';
import { GatewayPorts } from './gateway-ports.ts';
import { readBody } from './read-body.ts';

const tenantBody = z.object({
  tenant: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
    .optional(),
  name: z.string().min(1).max(200),
});

const keyBody = z.object({
  scopes: z
    .array(z.string().max(50))
    .max(20)
    .default([...TENANT_SCOPES]),
});

/** Tenants, made by the platform. */
@Controller('v1/tenants')
@UseGuards(ApiKeyGuard)
@Needs('tenants:write')
export class TenantsController {
  private readonly ports: GatewayPorts;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
  }

  @Post()
  @HttpCode(201)
  async create(@Req() request: FastifyRequest): Promise<object> {
    const { tenant = `t-${randomBytes(8).toString('hex')}`, name } = readBody(tenantBody, request.body);
    const { apiKey } = await this.ports.security.createTenant({ tenant, name });
    return { tenant, name, apiKey };
  }

  /** A further key of a tenant; shown once. */
  @Post(':tenant/api-keys')
  @HttpCode(201)
  async createKey(@Param('tenant') tenant: string, @Req() request: FastifyRequest): Promise<object> {
    const { scopes } = readBody(keyBody, request.body);
    return this.ports.security.createApiKey({ tenant, scopes });
  }
}
