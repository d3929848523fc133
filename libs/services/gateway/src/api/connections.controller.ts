import { Body, Controller, Get, Inject, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Connection, GetConnectionHealthResponse } from '@parley/contracts';
import type { z } from 'zod';
import { GatewayPorts } from '../gateway-ports.ts';
import { GatewayFault } from '../problem.ts';
import { ApiKeyGuard } from './api-key.guard.ts';
import { CallerTenant } from './caller.ts';
import { pageOf } from './page-of.ts';
import { Route } from './route.ts';
import {
  bindBody,
  bound,
  connectionHealth,
  connectionPage,
  type connectionSigns,
  connectionView,
  newConnection,
  pauseBody,
  secretsBody,
} from './schemas/connections.ts';
import { connectionId, pageQuery, type PageQuery } from './schemas/primitives.ts';
import { readJson } from './read-json.ts';

const toJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');

/** A tenant's connections to channels. */
@ApiTags('connections')
@Controller('v1/connections')
@UseGuards(ApiKeyGuard)
export class ConnectionsController {
  private readonly ports: GatewayPorts;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
  }

  @Post()
  @Route({
    needs: 'connections:write',
    does: 'Connects a flow to a channel. Its secrets are sealed and never shown again.',
    status: 201,
    answer: connectionView,
    refuses: ['connection.exists', 'connection.invalid'],
    repeats: 'stored',
  })
  async createConnection(
    @CallerTenant() tenant: string,
    @Body({ schema: newConnection }) wanted: z.infer<typeof newConnection>,
  ): Promise<z.infer<typeof connectionView>> {
    const { connection, channel, flow, settings, secrets } = wanted;
    const json = { settingsJson: toJson(settings), secretsJson: toJson(secrets) };
    const made = await this.ports.security.createConnection({ tenant, connection, channel, flow, ...json });
    return viewConnection(made.connection);
  }

  @Get()
  @Route({ needs: 'connections:read', does: 'Lists connections in order of creation.', answer: connectionPage })
  async listConnections(
    @CallerTenant() tenant: string,
    @Query({ schema: pageQuery }) query: PageQuery,
  ): Promise<z.infer<typeof connectionPage>> {
    const { connections } = await this.ports.security.listConnections({ tenant });
    const { rows, next } = pageOf(connections, ({ connection }) => connection, query);
    return { connections: rows.map(viewConnection), next };
  }

  @Get(':connection')
  @Route({ needs: 'connections:read', does: 'A connection.', answer: connectionView, refuses: ['connection.unknown'] })
  async getConnection(
    @CallerTenant() tenant: string,
    @Param('connection', { schema: connectionId }) connection: string,
  ): Promise<z.infer<typeof connectionView>> {
    return viewConnection(await this.own(tenant, connection));
  }

  @Put(':connection/flow')
  @Route({
    needs: 'connections:write',
    does: 'Binds a connection to a flow: new episodes run its default version.',
    answer: bound,
    refuses: ['connection.unknown'],
  })
  async bindConnection(
    @CallerTenant() tenant: string,
    @Param('connection', { schema: connectionId }) connection: string,
    @Body({ schema: bindBody }) { flow }: z.infer<typeof bindBody>,
  ): Promise<z.infer<typeof bound>> {
    await this.ports.security.bindConnection({ tenant, connection, flow });
    return { connection, flow };
  }

  @Put(':connection/secrets')
  @Route({
    needs: 'connections:write',
    does: 'Replaces the secrets that are named; the others stay.',
    answer: connectionView,
    refuses: ['connection.unknown', 'connection.invalid'],
  })
  async rotateSecrets(
    @CallerTenant() tenant: string,
    @Param('connection', { schema: connectionId }) connection: string,
    @Body({ schema: secretsBody }) { secrets }: z.infer<typeof secretsBody>,
  ): Promise<z.infer<typeof connectionView>> {
    const secretsJson = toJson(secrets);
    const made = await this.ports.security.rotateConnectionSecrets({ tenant, connection, secretsJson });
    return viewConnection(made.connection);
  }

  @Put(':connection/pause')
  @Route({
    needs: 'connections:write',
    does: 'Stops a connection from taking messages, or lets it go on.',
    answer: connectionView,
    refuses: ['connection.unknown'],
  })
  async pauseConnection(
    @CallerTenant() tenant: string,
    @Param('connection', { schema: connectionId }) connection: string,
    @Body({ schema: pauseBody }) { paused }: z.infer<typeof pauseBody>,
  ): Promise<z.infer<typeof connectionView>> {
    const made = await this.ports.security.pauseConnection({ tenant, connection, paused });
    return viewConnection(made.connection);
  }

  @Get(':connection/health')
  @Route({
    needs: 'connections:read',
    does: 'How a connection does: what came and went last, replies on their way, bodies set aside.',
    answer: connectionHealth,
    refuses: ['connection.unknown'],
  })
  async checkConnection(
    @CallerTenant() tenant: string,
    @Param('connection', { schema: connectionId }) connection: string,
  ): Promise<z.infer<typeof connectionHealth>> {
    const { paused } = await this.own(tenant, connection);
    const [found, signs] = await Promise.all([
      this.ports.chat.checkConnection({ tenant, connection }),
      this.ports.chat.getConnectionHealth({ tenant, connection }),
    ]);
    const { lastMovedAt = null, oldestPendingAt = null, pendingDeliveries, quarantined } = found;
    const counted = { lastMovedAt, pendingDeliveries, oldestPendingAt, quarantined };
    return { connection, paused, ...counted, ...viewSigns(signs) };
  }

  /** @throws as for one that is not there, where it is another tenant's */
  private async own(tenant: string, connection: string): Promise<Connection> {
    const { connection: found } = await this.ports.security.getConnection({ connection });
    if (found?.tenant === tenant) return found;
    throw new GatewayFault(404, 'connection.unknown', 'There is no such connection.');
  }
}

function viewConnection(connection: Connection | undefined): z.infer<typeof connectionView> {
  if (connection === undefined) throw new Error('The service answered without the connection.');
  const { channel, flow, settingsJson, createdAt, paused, secretsRotatedAt = null } = connection;
  const settings = (readJson(settingsJson) ?? {}) as Record<string, unknown>;
  return { connection: connection.connection, channel, flow, settings, createdAt, paused, secretsRotatedAt };
}

function viewSigns({ lastErrorAt, lastError, ...signs }: GetConnectionHealthResponse): z.infer<typeof connectionSigns> {
  const { lastInboundAt = null, verifiedAt = null, lastOutboundAt = null } = signs;
  const error = lastErrorAt === undefined ? null : { at: lastErrorAt, what: lastError };
  return { lastInboundAt, verifiedAt, lastOutboundAt, lastError: error };
}
