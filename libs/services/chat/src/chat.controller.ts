import type {
  CheckConnectionRequest,
  CheckConnectionResponse,
  ClaimConversationRequest,
  ClaimConversationResponse,
  EndConversationRequest,
  EndConversationResponse,
  GetQuarantinedRequest,
  GetQuarantinedResponse,
  GetUsageRequest,
  GetUsageResponse,
  ListQuarantineRequest,
  ListQuarantineResponse,
  PostMessageRequest,
  PostMessageResponse,
  RedriveStimulusRequest,
  RedriveStimulusResponse,
  RerunQuarantinedRequest,
  RerunQuarantinedResponse,
  ResetConversationRequest,
  ResetConversationResponse,
  ServiceFault,
  ChatService,
  CloseHandoffRequest,
  CloseHandoffResponse,
  EraseConversationRequest,
  EraseConversationResponse,
  EraseTenantRecordsRequest,
  EraseTenantRecordsResponse,
  GetConnectionHealthRequest,
  GetConnectionHealthResponse,
  GetConversationRequest,
  GetConversationResponse,
  ListConversationsRequest,
  ListConversationsResponse,
  NoteTypingRequest,
  NoteTypingResponse,
  OpenConversationRequest,
  OpenConversationResponse,
  ReadMessagesRequest,
  ReadMessagesResponse,
  ReceiveStimulusRequest,
  ReceiveStimulusResponse,
  SendAgentMessageRequest,
  SendAgentMessageResponse,
  VerifyVisitorRequest,
  VerifyVisitorResponse,
  WatchMessagesRequest,
  WatchMessagesResponse,
} from '@parley/contracts';
import type { ConversationSummary } from '@parley/conversation';
import { EventLogUnavailable } from '@parley/ports';
import { actAsAgent } from './act-as-agent.ts';
import type { ActAnswer, ActAsAgent } from './act-as-agent.ts';
import { eraseConversation } from './erase-conversation.ts';
import { countedUsage } from './counted-usage.ts';
import { busyFault, faults, floodFault, pausedFault, refusedFault } from './faults.ts';
import { listConversations } from './list-conversations.ts';
import { openConversation } from './open-conversation.ts';
import type { OpenStreams } from './open-streams.ts';
import { postMessage } from './post-message.ts';
import type { PostAnswer, PostMessage } from './post-message.ts';
import { openQuarantined } from './quarantine-body.ts';
import { readHealth } from './read-health.ts';
import { awaitMessages } from './read-messages.ts';
import { receiveStimulus } from './receive-stimulus.ts';
import { redriveStimulus } from './redrive-stimulus.ts';
import { rerunQuarantined } from './rerun-quarantined.ts';
import { streamMessages } from './stream-messages.ts';
import { verifyVisitor } from './verify-visitor.ts';
import { isVisitorThere } from './visitors-there.ts';
import { ackToWire, messagesToWire, quarantinedToWire, summaryToWire } from './wire.ts';

const maxWaitMs = 30_000;
const maxPage = 200;
const defaultPage = 50;

/** The contract's face of the use cases: it only translates. */
export class ChatController implements ChatService {
  private readonly self: PostMessage & ActAsAgent;
  private readonly streams: OpenStreams;

  constructor(self: PostMessage & ActAsAgent, streams: OpenStreams) {
    this.self = self;
    this.streams = streams;
  }

  async receiveStimulus(request: ReceiveStimulusRequest): Promise<ReceiveStimulusResponse> {
    const answer = await receiveStimulus(this.self, request.channel, request);
    switch (answer.kind) {
      case 'durable':
        return { eventIds: [...answer.eventIds], quarantined: false, ack: ackToWire(answer.ack) };
      case 'quarantined':
        return { eventIds: [], quarantined: true, ack: ackToWire(answer.ack) };
      case 'refused':
        throw refusedFault(answer.code, answer.message);
      case 'flood':
        throw floodFault(answer.retryInMs);
      case 'busy':
        throw busyFault(answer.retryInMs);
      case 'paused':
        throw pausedFault(answer.retryInMs);
      default:
        throw faults[answer.kind]();
    }
  }

  async postMessage(request: PostMessageRequest): Promise<PostMessageResponse> {
    const waitMs = Math.min(request.waitMs, maxWaitMs);
    const answer = await postMessage(this.self, { ...request, waitMs });
    if (answer.kind !== 'posted') throw notTaken(answer);
    const { conversation, eventId, outcome } = answer;
    const { seq = 0, recorded = '', code = '', projection } = outcome ?? {};
    return { conversation, eventId, seq, outcome: recorded, code, messages: projection?.messages ?? [] };
  }

  async claimConversation(request: ClaimConversationRequest): Promise<ClaimConversationResponse> {
    const { id, agent } = request;
    return recorded(await available(actAsAgent(this.self, request, id, { kind: 'claim', agent })));
  }

  async endConversation(request: EndConversationRequest): Promise<EndConversationResponse> {
    const { id, by } = request;
    return recorded(await available(actAsAgent(this.self, request, id, { kind: 'end', by })));
  }

  async resetConversation(request: ResetConversationRequest): Promise<ResetConversationResponse> {
    const { id, by } = request;
    return recorded(await available(actAsAgent(this.self, request, id, { kind: 'reset', by })));
  }

  async redriveStimulus(request: RedriveStimulusRequest): Promise<RedriveStimulusResponse> {
    const answer = await available(redriveStimulus(this.self, request, request.seq, request.attempt));
    if (answer.kind !== 'redriven') throw faults[answer.kind]();
    const { seq = 0, recorded: outcome = '', code = '' } = answer.outcome ?? {};
    return { eventId: answer.eventId, seq, outcome, code };
  }

  async listQuarantine({ tenant, limit, cursor }: ListQuarantineRequest): Promise<ListQuarantineResponse> {
    const { quarantine } = this.self.ports;
    const size = limit === 0 ? defaultPage : Math.min(limit, maxPage);
    const before = cursor === '' ? undefined : await quarantine.get(tenant, cursor);
    if (before === null) throw faults['invalid-cursor']();
    const rows = await quarantine.list(tenant, size, before);
    return { items: rows.map(quarantinedToWire), next: rows.length === size ? (rows.at(-1)?.id ?? '') : '' };
  }

  async getQuarantined({ tenant, id }: GetQuarantinedRequest): Promise<GetQuarantinedResponse> {
    const item = await this.self.ports.quarantine.get(tenant, id);
    if (!item) throw faults['unknown-body']();
    const { body } = await openQuarantined(this.self.ports, item);
    return { item: quarantinedToWire(item), body };
  }

  async rerunQuarantined({ tenant, id }: RerunQuarantinedRequest): Promise<RerunQuarantinedResponse> {
    const answer = await rerunQuarantined(this.self, tenant, id);
    if (answer.kind === 'durable') return { eventIds: [...answer.eventIds] };
    throw answer.kind === 'unknown-body' || answer.kind === 'not-readable' ? faults[answer.kind]() : notTaken(answer);
  }

  async checkConnection({ tenant, connection }: CheckConnectionRequest): Promise<CheckConnectionResponse> {
    const { figures, search } = this.self.ports;
    const [counted, { conversations }] = await Promise.all([
      figures.connection(tenant, connection),
      search.find(tenant, { connection }, 1),
    ]);
    const { pendingDeliveries, oldestPendingAt, quarantined } = counted;
    const lastMovedAt = conversations[0]?.updatedAt;
    return { lastMovedAt, pendingDeliveries, oldestPendingAt: oldestPendingAt ?? undefined, quarantined };
  }

  getUsage({ tenant }: GetUsageRequest): Promise<GetUsageResponse> {
    return countedUsage(this.self.ports, tenant);
  }

  async openConversation(request: OpenConversationRequest): Promise<OpenConversationResponse> {
    const { ports, config, directory } = this.self;
    const { connection, origin, identity } = request;
    const answer = await openConversation(ports, config, directory, { connection, origin, identity });
    if (answer.kind !== 'opened') throw faults[answer.kind]();
    const { conversation, token, expiresAt } = answer;
    return { conversation, token, expiresAt };
  }

  async verifyVisitor({ connection, token }: VerifyVisitorRequest): Promise<VerifyVisitorResponse> {
    const answer = await verifyVisitor(this.self.ports, this.self.directory, connection, token);
    if (answer.kind !== 'genuine') throw faults[answer.kind]();
    const { tenant, conversation, showJournal, user } = answer;
    return { tenant, conversation, showJournal, user: user ?? undefined };
  }

  async readMessages(request: ReadMessagesRequest): Promise<ReadMessagesResponse> {
    const { after, limit } = request;
    const page = await awaitMessages(this.self, request, after, limit, Math.min(request.waitMs, maxWaitMs));
    return { ...page, messages: messagesToWire(page.messages) };
  }

  watchMessages(request: WatchMessagesRequest): AsyncIterable<WatchMessagesResponse> {
    return streamMessages(this.self, this.streams, request);
  }

  noteTyping({ conversation }: NoteTypingRequest): Promise<NoteTypingResponse> {
    this.self.answering.note(conversation);
    return Promise.resolve({});
  }

  async listConversations(request: ListConversationsRequest): Promise<ListConversationsResponse> {
    const { flowHashes, ...asked } = request;
    const flows = flowHashes.length === 0 ? undefined : flowHashes;
    const status = asked.status as ConversationSummary['status'] | undefined;
    const answer = await listConversations(this.self.ports, { ...asked, status, flows });
    if (answer.kind !== 'page') throw faults[answer.kind]();
    return { conversations: answer.conversations.map(summaryToWire), next: answer.next };
  }

  async getConversation(request: GetConversationRequest): Promise<GetConversationResponse> {
    const summary = await this.self.ports.conversations.get(request);
    if (!summary) throw faults['unknown-conversation']();
    return { conversation: summaryToWire(summary), online: await isVisitorThere(this.self.ports, summary) };
  }

  async sendAgentMessage(request: SendAgentMessageRequest): Promise<SendAgentMessageResponse> {
    const { id, agent, text } = request;
    return recorded(await available(actAsAgent(this.self, request, id, { kind: 'agent-message', agent, text })));
  }

  async closeHandoff(request: CloseHandoffRequest): Promise<CloseHandoffResponse> {
    const { id, agent } = request;
    return recorded(await available(actAsAgent(this.self, request, id, { kind: 'agent-closed', agent })));
  }

  async eraseTenantRecords({ tenant, most }: EraseTenantRecordsRequest): Promise<EraseTenantRecordsResponse> {
    const { rows } = this.self.ports;
    const gone = await rows.erase(tenant, most);
    return { gone, anyLeft: gone > 0 || (await rows.isAnyLeft(tenant)) };
  }

  async eraseConversation(request: EraseConversationRequest): Promise<EraseConversationResponse> {
    const answer = await available(eraseConversation(this.self, request, request.by));
    if (answer !== 'erased') throw faults[answer]();
    return {};
  }

  getConnectionHealth(request: GetConnectionHealthRequest): Promise<GetConnectionHealthResponse> {
    const { ports, health } = this.self;
    return readHealth(ports, health, request.tenant, request.connection);
  }
}

function recorded(answer: ActAnswer): { eventId: string; seq: number } {
  if (answer.kind !== 'recorded') throw faults[answer.kind]();
  return { eventId: answer.eventId, seq: answer.outcome.seq };
}

function notTaken(answer: Exclude<PostAnswer, { kind: 'posted' }>): ServiceFault {
  switch (answer.kind) {
    case 'refused':
      return refusedFault(answer.code, answer.message);
    case 'flood':
      return floodFault(answer.retryInMs);
    case 'busy':
      return busyFault(answer.retryInMs);
    default:
      return faults[answer.kind]();
  }
}

async function available<Answer>(act: Promise<Answer>): Promise<Answer> {
  try {
    return await act;
  } catch (error) {
    if (error instanceof EventLogUnavailable) throw busyFault(1_000);
    throw error;
  }
}
