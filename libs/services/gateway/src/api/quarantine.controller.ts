import { Controller, Get, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ChatService, Client } from '@parley/contracts';
import type { z } from 'zod';
import { GatewayPorts } from '../gateway-ports.ts';
import { GatewayFault } from '../problem.ts';
import { ApiKeyGuard } from './api-key.guard.ts';
import { CallerTenant } from './caller.ts';
import { Route } from './route.ts';
import { quarantinedBody, quarantineId, quarantinePage, rerun } from './schemas/operations.ts';
import { nextOf, pageQuery, type PageQuery } from './schemas/primitives.ts';

/** Genuine bodies that we could not read. */
@ApiTags('quarantine')
@Controller('v1/quarantine')
@UseGuards(ApiKeyGuard)
export class QuarantineController {
  private readonly chat: Client<ChatService>;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.chat = ports.chat;
  }

  @Get()
  @Route({
    needs: 'quarantine:read',
    does: 'Lists bodies of an unknown shape, newest first.',
    answer: quarantinePage,
    refuses: ['cursor.invalid'],
  })
  async listQuarantine(
    @CallerTenant() tenant: string,
    @Query({ schema: pageQuery }) { limit = 0, cursor = '' }: PageQuery,
  ): Promise<z.infer<typeof quarantinePage>> {
    const { items, next } = await this.chat.listQuarantine({ tenant, limit, cursor });
    return { items, next: nextOf(next) };
  }

  @Get(':id')
  @Route({
    needs: 'quarantine:read',
    does: 'A body of an unknown shape, as it came.',
    answer: quarantinedBody,
    refuses: ['quarantine.unknown'],
  })
  async getQuarantined(
    @CallerTenant() tenant: string,
    @Param('id', { schema: quarantineId }) id: string,
  ): Promise<z.infer<typeof quarantinedBody>> {
    const { item, body } = await this.chat.getQuarantined({ tenant, id });
    if (item === undefined) throw new GatewayFault(404, 'quarantine.unknown', 'There is no such body.');
    return { ...item, body: Buffer.from(body).toString('base64'), bytes: body.length };
  }

  @Post(':id/rerun')
  @Route({
    needs: 'quarantine:write',
    does: 'Reads it again, as this release reads it; what it says enters its conversation now.',
    answer: rerun,
    refuses: ['quarantine.unknown', 'quarantine.not-readable'],
    repeats: 'natural',
  })
  async rerunQuarantined(
    @CallerTenant() tenant: string,
    @Param('id', { schema: quarantineId }) id: string,
  ): Promise<z.infer<typeof rerun>> {
    const { eventIds } = await this.chat.rerunQuarantined({ tenant, id });
    return { eventIds };
  }
}
