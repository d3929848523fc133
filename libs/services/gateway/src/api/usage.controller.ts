import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ChatService, Client } from '@parley/contracts';
import type { z } from 'zod';
import { GatewayPorts } from '../gateway-ports.ts';
import { ApiKeyGuard } from './api-key.guard.ts';
import { CallerTenant } from './caller.ts';
import { Route } from './route.ts';
import { usageView } from './schemas/tenants.ts';

/** What a tenant has stored. */
@ApiTags('usage')
@Controller('v1/usage')
@UseGuards(ApiKeyGuard)
export class UsageController {
  private readonly chat: Client<ChatService>;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.chat = ports.chat;
  }

  @Get()
  @Route({ needs: 'usage:read', does: 'What is stored; counted at most once a minute.', answer: usageView })
  async getUsage(@CallerTenant() tenant: string): Promise<z.infer<typeof usageView>> {
    const { conversations, messages, entries, byStatus, countedAt } = await this.chat.getUsage({ tenant });
    return { conversations, messages, entries, byStatus, countedAt };
  }
}
