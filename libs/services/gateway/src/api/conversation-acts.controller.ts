import { Body, Controller, Delete, Inject, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ChatService, Client, PostMessageRequest } from '@parley/contracts';
import type { FastifyReply } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { GatewayPorts } from '../gateway-ports.ts';
import { ApiKeyGuard } from './api-key.guard.ts';
import { ActName, CallerTenant } from './caller.ts';
import { Route } from './route.ts';
import {
  act,
  agentAct,
  agentMessage,
  messagePosted,
  newConversation,
  personMessage,
  recorded,
  waitQuery,
} from './schemas/conversations.ts';
import { conversationId } from './schemas/primitives.ts';
import { viewPosted } from './views-of-conversations.ts';

type Wait = z.infer<typeof waitQuery>;
type Recorded = z.infer<typeof recorded>;

/** What is done to a conversation. Every act is a stimulus in its order, under an id of its own. */
@ApiTags('conversations')
@Controller('v1/conversations')
@UseGuards(ApiKeyGuard)
export class ConversationActsController {
  private readonly chat: Client<ChatService>;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.chat = ports.chat;
  }

  @Post()
  @Route({
    needs: 'conversations:write',
    does: 'Begins a conversation on a connection with its first message. 202: it is durable, its outcome not known yet.',
    status: 201,
    answer: messagePosted,
    refuses: ['connection.unknown', 'connection.paused', 'connection.begins-there', 'chat.busy'],
    repeats: 'natural',
  })
  async beginConversation(
    @CallerTenant() tenant: string,
    @ActName() named: string | undefined,
    @Query({ schema: waitQuery }) { wait = 0 }: Wait,
    @Body({ schema: newConversation }) { id, ...said }: z.infer<typeof newConversation>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof messagePosted>> {
    const { connection, text, language } = said;
    const asked = { tenant, connection, conversation: undefined, id: idOf(id, named), text, language, waitMs: wait };
    return this.post(asked, reply);
  }

  @Post(':conversation/messages')
  @Route({
    needs: 'conversations:write',
    does: 'Says something as the person; with `wait`, answers what came of it. 202: it is durable, its outcome not known yet.',
    status: 201,
    answer: messagePosted,
    refuses: ['conversation.unknown', 'connection.paused', 'chat.busy'],
    repeats: 'natural',
  })
  async postMessage(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
    @ActName() named: string | undefined,
    @Query({ schema: waitQuery }) { wait = 0 }: Wait,
    @Body({ schema: personMessage }) { id, text, language }: z.infer<typeof personMessage>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof messagePosted>> {
    const asked = { tenant, conversation, connection: undefined, id: idOf(id, named), text, language, waitMs: wait };
    return this.post(asked, reply);
  }

  @Post(':conversation/agent-messages')
  @Route({
    needs: 'conversations:write',
    does: 'Says something as an agent.',
    status: 201,
    answer: recorded,
    refuses: ['conversation.unknown', 'handoff.not-open', 'outcome.pending'],
    repeats: 'natural',
  })
  async sendAgentMessage(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
    @ActName() named: string | undefined,
    @Body({ schema: agentMessage }) { id, agent, text }: z.infer<typeof agentMessage>,
  ): Promise<Recorded> {
    return this.chat.sendAgentMessage({ tenant, conversation, id: idOf(id, named), agent, text });
  }

  @Post(':conversation/claim')
  @Route({
    needs: 'conversations:write',
    does: 'Takes the conversation over for an agent, wherever its flow is; the bot is silent until it is closed.',
    answer: recorded,
    refuses: ['conversation.unknown', 'conversation.claimed', 'conversation.not-running', 'outcome.pending'],
    repeats: 'natural',
  })
  async claimConversation(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
    @ActName() named: string | undefined,
    @Body({ schema: agentAct }) { id, agent }: z.infer<typeof agentAct>,
  ): Promise<Recorded> {
    return this.chat.claimConversation({ tenant, conversation, id: idOf(id, named), agent });
  }

  @Post(':conversation/close-handoff')
  @Route({
    needs: 'conversations:write',
    does: 'Gives the conversation back to the bot.',
    answer: recorded,
    refuses: ['conversation.unknown', 'handoff.not-open', 'outcome.pending'],
    repeats: 'natural',
  })
  async closeHandoff(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
    @ActName() named: string | undefined,
    @Body({ schema: agentAct }) { id, agent }: z.infer<typeof agentAct>,
  ): Promise<Recorded> {
    return this.chat.closeHandoff({ tenant, conversation, id: idOf(id, named), agent });
  }

  @Post(':conversation/end')
  @Route({
    needs: 'conversations:write',
    does: 'Ends the episode that runs. The next message begins a new one.',
    answer: recorded,
    refuses: ['conversation.unknown', 'conversation.not-running', 'outcome.pending'],
    repeats: 'natural',
  })
  async endConversation(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
    @ActName() named: string | undefined,
    @Body({ schema: act }) { id }: z.infer<typeof act>,
  ): Promise<Recorded> {
    return this.chat.endConversation({ tenant, conversation, id: idOf(id, named), by: 'api' });
  }

  @Post(':conversation/reset')
  @Route({
    needs: 'conversations:write',
    does: 'Ends the episode that runs, and begins the next with the default version of the flow.',
    answer: recorded,
    refuses: ['conversation.unknown', 'outcome.pending'],
    repeats: 'natural',
  })
  async resetConversation(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
    @ActName() named: string | undefined,
    @Body({ schema: act }) { id }: z.infer<typeof act>,
  ): Promise<Recorded> {
    return this.chat.resetConversation({ tenant, conversation, id: idOf(id, named), by: 'api' });
  }

  @Delete(':conversation')
  @Route({
    needs: 'conversations:write',
    does: 'Forgets a conversation: its messages are deleted, the key of what is sealed is destroyed.',
    status: 204,
    refuses: ['conversation.unknown', 'outcome.pending'],
  })
  async eraseConversation(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
  ): Promise<void> {
    await this.chat.eraseConversation({ tenant, conversation, by: 'api' });
  }

  private async post(asked: PostMessageRequest, reply: FastifyReply): Promise<z.infer<typeof messagePosted>> {
    const posted = viewPosted(await this.chat.postMessage(asked));
    if (!posted.settled) void reply.code(202);
    return posted;
  }
}

/** The body's id, else the request's name, else one of our own: then nobody can send it again. */
function idOf(id: string | undefined, named: string | undefined): string {
  return id ?? named ?? randomUUID();
}
