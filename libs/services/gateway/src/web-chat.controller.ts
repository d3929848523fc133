import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { VerifyVisitorResponse } from '@parley/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { bearerOf } from './api/caller.ts';
import { OpenTo } from './api/route.ts';
import { viewEntry } from './api/views-of-conversations.ts';
import { Closing } from './closing.ts';
import { GatewayPorts } from './gateway-ports.ts';
import { GatewayFault } from './problem.ts';
import { readBody, readCount } from './read-body.ts';
import { streamMessages } from './stream-messages.ts';
import { viewPage } from './views.ts';

const openBody = z.object({
  language: z.string().max(35).optional(),
  identity: z
    .object({
      user: z.string().min(1).max(200),
      expiresAt: z.int().nonnegative(),
      signature: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .optional(),
});
const maxNumber = 2 ** 31;
const maxWaitSeconds = 30;
const journalPage = 100;

/** What a visitor's page asks for beside sending: a conversation, its messages, its stream. */
@ApiExcludeController()
@OpenTo('visitors, by their tokens')
@Controller('channels/web-chat/:connection')
export class WebChatController {
  private readonly ports: GatewayPorts;
  private readonly closing: Closing;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts, @Inject(Closing) closing: Closing) {
    this.ports = ports;
    this.closing = closing;
  }

  @Post('conversations')
  @HttpCode(201)
  async open(@Param('connection') connection: string, @Req() request: FastifyRequest): Promise<object> {
    const { language, identity: said } = readBody(openBody, request.body);
    const identity = said && { ...said, signature: Buffer.from(said.signature, 'hex') };
    return this.ports.chat.openConversation({ connection, origin: request.headers.origin, language, identity });
  }

  @Get('messages')
  async messages(
    @Param('connection') connection: string,
    @Query() query: Record<string, string>,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const { tenant, conversation } = await this.visitor(connection, request);
    const after = readCount(query['after'], 'after', 0, maxNumber);
    const waitMs = readCount(query['wait'], 'wait', 0, maxWaitSeconds) * 1000;
    return viewPage(await this.ports.chat.readMessages({ tenant, conversation, after, limit: 0, waitMs }));
  }

  @Get('stream')
  async stream(
    @Param('connection') connection: string,
    @Query() query: Record<string, string>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { tenant, conversation } = await this.visitor(connection, request);
    // A browser's own EventSource says where it was by this header.
    const from = request.headers['last-event-id'];
    const after = readCount(typeof from === 'string' ? from : query['after'], 'after', 0, maxNumber);
    await streamMessages(this.ports.chat, { tenant, conversation, after }, reply, this.closing);
  }

  @Post('typing')
  @HttpCode(204)
  async typing(@Param('connection') connection: string, @Req() request: FastifyRequest): Promise<void> {
    const { tenant, conversation } = await this.visitor(connection, request);
    await this.ports.chat.noteTyping({ tenant, conversation });
  }

  @Get('journal')
  async journal(
    @Param('connection') connection: string,
    @Query() query: Record<string, string>,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const { tenant, conversation, showJournal } = await this.visitor(connection, request);
    if (!showJournal) throw new GatewayFault(403, 'journal.hidden', 'This connection does not show its journal.');
    const afterSeq = readCount(query['after'], 'after', 0, maxNumber);
    const { entries } = await this.ports.engine.readJournal({ tenant, conversation, afterSeq, limit: journalPage });
    return { entries: entries.map(viewEntry) };
  }

  private visitor(connection: string, request: FastifyRequest): Promise<VerifyVisitorResponse> {
    return this.ports.chat.verifyVisitor({ connection, token: bearerOf(request) });
  }
}
