import { Controller, Get, HttpCode, Inject, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import type { ChatService, Client, SecurityService } from '@parley/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiKeyGuard, CallerTenant, Needs } from './caller.ts';
import { GatewayPorts } from './gateway-ports.ts';
import { GatewayFault } from './problem.ts';
import { readBody } from './read-body.ts';
import { viewConnection, viewHealth } from './views.ts';

const flowId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const title = z.string().max(100).optional();
/** What a connection holds, by channel. What makes a vendor's secret a good one, security knows. */
const holdings = {
  'web-chat': z.object({
    settings: z
      .object({
        allowedOrigins: z.array(z.string().max(300)).max(50).default([]),
        showJournal: z.boolean().default(false),
        title,
      })
      .prefault({}),
    secrets: z
      .object({ identitySecret: z.string().min(32).max(1_000).optional() })
      .catchall(z.string().max(10_000))
      .prefault({}),
  }),
  slack: z.object({
    settings: z.object({ title }).prefault({}),
    secrets: z.object({ signingSecret: z.string().max(1_000), botToken: z.string().max(1_000) }),
  }),
} as const;
const connectionBody = z.object({
  connection: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
    .optional(),
  channel: z.enum(['web-chat', 'slack']),
  flow: flowId,
});
interface Holding {
  readonly settings: object;
  readonly secrets: object;
}

const bindBody = z.object({ flow: flowId });

const toJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');

/** A tenant's connections to channels. */
@Controller('v1/connections')
@UseGuards(ApiKeyGuard)
export class ConnectionsController {
  private readonly security: Client<SecurityService>;
  private readonly chat: Client<ChatService>;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.security = ports.security;
    this.chat = ports.chat;
  }

  @Needs('connections:write')
  @Post()
  @HttpCode(201)
  async create(@CallerTenant() tenant: string, @Req() request: FastifyRequest): Promise<object> {
    const { connection, channel, flow } = readBody(connectionBody, request.body);
    const { settings, secrets } = readBody<Holding>(holdings[channel], request.body);
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

  @Needs('connections:read')
  @Get(':connection/health')
  async health(@CallerTenant() tenant: string, @Param('connection') connection: string): Promise<object> {
    const { connections } = await this.security.listConnections({ tenant });
    if (connections.every((own) => own.connection !== connection)) {
      throw new GatewayFault(404, 'connection.unknown', 'There is no such connection.');
    }
    return viewHealth(await this.chat.getConnectionHealth({ tenant, connection }));
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
