import { Controller, Get, HttpCode, Inject, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import type { Client, SecurityService } from '@parley/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiKeyGuard, CallerTenant, Needs } from './caller.ts';
import { GatewayPorts } from './gateway-ports.ts';
import { readBody } from './read-body.ts';
import { viewConnection } from './views.ts';

const flowId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const connectionBody = z.object({
  connection: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
    .optional(),
  channel: z.enum(['web-chat']),
  flow: flowId,
  settings: z
    .object({
      allowedOrigins: z.array(z.string().max(300)).max(50).default([]),
      showJournal: z.boolean().default(false),
      title: z.string().max(100).optional(),
    })
    .prefault({}),
  secrets: z
    .object({ identitySecret: z.string().min(32).max(1_000).optional() })
    .catchall(z.string().max(10_000))
    .prefault({}),
});
const bindBody = z.object({ flow: flowId });

const toJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');

/** A tenant's connections to channels. */
@Controller('v1/connections')
@UseGuards(ApiKeyGuard)
export class ConnectionsController {
  private readonly security: Client<SecurityService>;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.security = ports.security;
  }

  @Needs('connections:write')
  @Post()
  @HttpCode(201)
  async create(@CallerTenant() tenant: string, @Req() request: FastifyRequest): Promise<object> {
    const { connection, channel, flow, settings, secrets } = readBody(connectionBody, request.body);
    const json = { settingsJson: toJson(settings), secretsJson: toJson(secrets) };
    const made = await this.security.createConnection({ tenant, connection, channel, flow, ...json });
    return made.connection ? viewConnection(made.connection) : {};
  }

  @Needs('connections:read')
  @Get()
  async list(@CallerTenant() tenant: string): Promise<object> {
    const { connections } = await this.security.listConnections({ tenant });
    return { connections: connections.map(viewConnection) };
  }

  @Needs('connections:write')
  @Put(':connection/flow')
  async bind(
    @CallerTenant() tenant: string,
    @Param('connection') connection: string,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const { flow } = readBody(bindBody, request.body);
    await this.security.bindConnection({ tenant, connection, flow });
    return { connection, flow };
  }
}
