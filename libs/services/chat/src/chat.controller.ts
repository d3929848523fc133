import type {
  ChatService,
  CloseHandoffRequest,
  CloseHandoffResponse,
  EraseConversationRequest,
  EraseConversationResponse,
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
import { EventLogUnavailable } from '@parley/ports';
import { actAsAgent } from './act-as-agent.ts';
import type { ActAnswer, ActAsAgent } from './act-as-agent.ts';
import { eraseConversation } from './erase-conversation.ts';
import { busyFault, faults, floodFault, refusedFault } from './faults.ts';
import { listConversations } from './list-conversations.ts';
import { openConversation } from './open-conversation.ts';
import type { OpenStreams } from './open-streams.ts';
import { readHealth } from './read-health.ts';
import { awaitMessages } from './read-messages.ts';
import { receiveStimulus } from './receive-stimulus.ts';
import type { ReceiveStimulus } from './receive-stimulus.ts';
import { verifyVisitor } from './verify-visitor.ts';
import { watchMessages } from './watch-messages.ts';
import { ackToWire, messagesToWire, summaryToWire } from './wire.ts';

const maxWaitMs = 30_000;

/** The contract's face of the use cases: it only translates. */
export class ChatController implements ChatService {
  private readonly self: ReceiveStimulus & ActAsAgent;
  private readonly streams: OpenStreams;

  constructor(self: ReceiveStimulus & ActAsAgent, streams: OpenStreams) {
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
      default:
        throw faults[answer.kind]();
    }
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
    const { self, streams } = this;
    const { conversation } = request;
    return {
      [Symbol.asyncIterator]() {
        const closing = streams.open(conversation);
        if (!closing) throw faults['too-many-streams']();
        const pages = watchMessages(self, request, request.after, closing.signal);
        const close = (): void => streams.close(conversation, closing);
        return {
          async next() {
            const page = await pages.next();
            if (page.done === true) {
              close();
              return { done: true, value: undefined };
            }
            const { messages, status, typing } = page.value;
            return { done: false, value: { messages: messagesToWire(messages), status, typing } };
          },
          async return() {
            close();
            await pages.return(undefined);
            return { done: true, value: undefined };
          },
        };
      },
    };
  }

  noteTyping({ conversation }: NoteTypingRequest): Promise<NoteTypingResponse> {
    this.self.answering.note(conversation);
    return Promise.resolve({});
  }

  async listConversations({ tenant, limit, cursor }: ListConversationsRequest): Promise<ListConversationsResponse> {
    const answer = await listConversations(this.self.ports, tenant, limit, cursor);
    if (answer.kind !== 'page') throw faults[answer.kind]();
    return { conversations: answer.conversations.map(summaryToWire), next: answer.next };
  }

  async getConversation(request: GetConversationRequest): Promise<GetConversationResponse> {
    const summary = await this.self.ports.conversations.get(request);
    if (!summary) throw faults['unknown-conversation']();
    return { conversation: summaryToWire(summary) };
  }

  async sendAgentMessage(request: SendAgentMessageRequest): Promise<SendAgentMessageResponse> {
    const { id, agent, text } = request;
    return recorded(await available(actAsAgent(this.self, request, id, { kind: 'agent-message', agent, text })));
  }

  async closeHandoff(request: CloseHandoffRequest): Promise<CloseHandoffResponse> {
    const { id, agent } = request;
    return recorded(await available(actAsAgent(this.self, request, id, { kind: 'agent-closed', agent })));
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

async function available<Answer>(act: Promise<Answer>): Promise<Answer> {
  try {
    return await act;
  } catch (error) {
    if (error instanceof EventLogUnavailable) throw busyFault(1_000);
    throw error;
  }
}
