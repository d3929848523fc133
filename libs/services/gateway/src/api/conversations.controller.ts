import { Controller, Get, Inject, Param, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { GatewayPorts } from '../gateway-ports.ts';
import { GatewayFault } from '../problem.ts';
import { viewMessage } from '../views.ts';
import { ApiKeyGuard } from './api-key.guard.ts';
import { CallerTenant } from './caller.ts';
import { Route } from './route.ts';
import {
  contextView,
  conversationFilter,
  conversationPage,
  watchedConversation,
  journalPage,
  messagePage,
  messagesQuery,
} from './schemas/conversations.ts';
import { conversationId, nextOf } from './schemas/primitives.ts';
import { readJson } from './read-json.ts';
import { viewConversation, viewEntry } from './views-of-conversations.ts';

const journalLimit = 100;

type MessagesQuery = z.infer<typeof messagesQuery>;

/** A tenant's conversations, as they are read. */
@ApiTags('conversations')
@Controller('v1/conversations')
@UseGuards(ApiKeyGuard)
export class ConversationsController {
  private readonly ports: GatewayPorts;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
  }

  @Get()
  @Route({
    needs: 'conversations:read',
    does: 'Lists conversations, newest first. A page may hold less than its limit and yet not be the last: ask for `next`.',
    answer: conversationPage,
    refuses: ['cursor.invalid'],
  })
  async listConversations(
    @CallerTenant() tenant: string,
    @Query({ schema: conversationFilter }) filter: z.infer<typeof conversationFilter>,
  ): Promise<z.infer<typeof conversationPage>> {
    const { limit = 0, cursor = '', flow, status, state, connection, since, until, text } = filter;
    const flowHashes = flow === undefined ? [] : await this.versionsOf(tenant, flow);
    if (flow !== undefined && flowHashes.length === 0) return { conversations: [], next: null };
    const asked = { tenant, limit, cursor, flowHashes, status, state, connection, since, until, text };
    const { conversations, next } = await this.ports.chat.listConversations(asked);
    return { conversations: conversations.map(viewConversation), next: nextOf(next) };
  }

  @Get(':conversation')
  @Route({
    needs: 'conversations:read',
    does: 'A conversation as of its newest entry, and whether its visitor is there.',
    answer: watchedConversation,
    refuses: ['conversation.unknown'],
  })
  async getConversation(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
  ): Promise<z.infer<typeof watchedConversation>> {
    const { conversation: found, online = null } = await this.ports.chat.getConversation({ tenant, conversation });
    if (found !== undefined) return { ...viewConversation(found), online };
    throw new GatewayFault(404, 'conversation.unknown', 'There is no such conversation.');
  }

  @Get(':conversation/messages')
  @Route({
    needs: 'conversations:read',
    does: 'What was said, in order of number, without a gap.',
    answer: messagePage,
    refuses: ['conversation.unknown'],
  })
  async listMessages(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
    @Query({ schema: messagesQuery }) { after = 0, limit = 0 }: MessagesQuery,
  ): Promise<z.infer<typeof messagePage>> {
    await this.ports.chat.getConversation({ tenant, conversation });
    const page = await this.ports.chat.readMessages({ tenant, conversation, after, limit, waitMs: 0 });
    const { messages, last, status, typing } = page;
    return { messages: messages.map(viewMessage), last, status, typing };
  }

  @Get(':conversation/journal')
  @Route({
    needs: 'conversations:read',
    does: 'What every stimulus did, with the trace of why.',
    answer: journalPage,
    refuses: ['conversation.unknown'],
  })
  async readJournal(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
    @Query({ schema: messagesQuery }) { after = 0, limit = journalLimit }: MessagesQuery,
  ): Promise<z.infer<typeof journalPage>> {
    await this.ports.chat.getConversation({ tenant, conversation });
    const { entries } = await this.ports.engine.readJournal({ tenant, conversation, afterSeq: after, limit });
    return { entries: entries.map(viewEntry) };
  }

  @Get(':conversation/context')
  @Route({
    needs: 'conversations:read',
    does: 'What the conversation knows: variables, slots, profile, open operations.',
    answer: contextView,
    refuses: ['conversation.unknown'],
  })
  async readContext(
    @CallerTenant() tenant: string,
    @Param('conversation', { schema: conversationId }) conversation: string,
  ): Promise<z.infer<typeof contextView>> {
    await this.ports.chat.getConversation({ tenant, conversation });
    const found = await this.ports.engine.readContext({ tenant, conversation });
    const { seq, dataJson, states, operations, claimedBy = null } = found;
    const data = (readJson(dataJson) ?? null) as Record<string, unknown> | null;
    return { seq, data, states, operations, claimedBy };
  }

  private async versionsOf(tenant: string, flow: string): Promise<string[]> {
    const { versions } = await this.ports.flows.listFlowVersions({ tenant, flow });
    return versions.map(({ hash }) => hash);
  }
}
