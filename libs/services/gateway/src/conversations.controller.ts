import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiKeyGuard, CallerTenant, Needs } from './caller.ts';
import { GatewayPorts } from './gateway-ports.ts';
import { readBody, readCount } from './read-body.ts';
import { viewEntry, viewPage } from './views.ts';

const actId = z.string().regex(/^[\x21-\x7e]{1,128}$/);
const agent = z.string().min(1).max(100);
const messageBody = z.object({ id: actId, agent, text: z.string().min(1).max(32_000) });
const closeBody = z.object({ id: actId, agent });
const maxNumber = 2 ** 31;
const maxLimit = 200;
const journalLimit = 100;

type Query = Readonly<Record<string, string | undefined>>;

/** A tenant's conversations: read, answered by agents, forgotten. */
@Controller('v1/conversations')
@UseGuards(ApiKeyGuard)
export class ConversationsController {
  private readonly ports: GatewayPorts;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
  }

  @Needs('conversations:read')
  @Get()
  async list(@CallerTenant() tenant: string, @Query() query: Query): Promise<object> {
    const limit = readCount(query['limit'], 'limit', 0, maxLimit);
    return this.ports.chat.listConversations({ tenant, limit, cursor: query['cursor'] ?? '' });
  }

  @Needs('conversations:read')
  @Get(':conversation')
  async get(@CallerTenant() tenant: string, @Param('conversation') conversation: string): Promise<object> {
    const { conversation: found } = await this.ports.chat.getConversation({ tenant, conversation });
    return found ?? {};
  }

  @Needs('conversations:read')
  @Get(':conversation/messages')
  async messages(
    @CallerTenant() tenant: string,
    @Param('conversation') conversation: string,
    @Query() query: Query,
  ): Promise<object> {
    await this.ports.chat.getConversation({ tenant, conversation });
    const after = readCount(query['after'], 'after', 0, maxNumber);
    const limit = readCount(query['limit'], 'limit', 0, maxLimit);
    return viewPage(await this.ports.chat.readMessages({ tenant, conversation, after, limit, waitMs: 0 }));
  }

  @Needs('conversations:read')
  @Get(':conversation/journal')
  async journal(
    @CallerTenant() tenant: string,
    @Param('conversation') conversation: string,
    @Query() query: Query,
  ): Promise<object> {
    await this.ports.chat.getConversation({ tenant, conversation });
    const afterSeq = readCount(query['after'], 'after', 0, maxNumber);
    const limit = readCount(query['limit'], 'limit', journalLimit, maxLimit);
    const { entries } = await this.ports.engine.readJournal({ tenant, conversation, afterSeq, limit });
    return { entries: entries.map(viewEntry) };
  }

  @Needs('conversations:write')
  @Post(':conversation/agent-messages')
  @HttpCode(201)
  async say(
    @CallerTenant() tenant: string,
    @Param('conversation') conversation: string,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    return this.ports.chat.sendAgentMessage({ tenant, conversation, ...readBody(messageBody, request.body) });
  }

  @Needs('conversations:write')
  @Post(':conversation/close-handoff')
  @HttpCode(200)
  async close(
    @CallerTenant() tenant: string,
    @Param('conversation') conversation: string,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    return this.ports.chat.closeHandoff({ tenant, conversation, ...readBody(closeBody, request.body) });
  }

  @Needs('conversations:write')
  @Delete(':conversation')
  @HttpCode(204)
  async erase(@CallerTenant() tenant: string, @Param('conversation') conversation: string): Promise<void> {
    await this.ports.chat.eraseConversation({ tenant, conversation, by: 'api' });
  }
}
