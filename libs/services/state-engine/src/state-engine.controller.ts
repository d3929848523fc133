import type {
  AdvanceRequest,
  AdvanceResponse,
  FindOutcomeRequest,
  FindOutcomeResponse,
  ListFailedRequest,
  ListFailedResponse,
  ListOperationsRequest,
  ListOperationsResponse,
  ReadContextRequest,
  ReadContextResponse,
  ReadJournalRequest,
  ReadJournalResponse,
  StateEngineService,
  VerifyConversationRequest,
  VerifyConversationResponse,
} from '@parley/contracts';
import { canonicalBytes } from '@parley/message';
import { advanceConversations, type AdvanceConversation } from './advance-conversation.ts';
import { faults } from './faults.ts';
import { findOutcome } from './find-outcome.ts';
import { holdWhile } from './hold-while.ts';
import { listFailed, listOperations } from './list-work.ts';
import { readContext } from './read-context.ts';
import { readJournal } from './read-journal.ts';
import { verifyConversation } from './verify-conversation.ts';
import type { WalkJournal } from './walk-journal.ts';

const maxPage = 200;

/** The contract's face of conversations: it only translates. */
export class StateEngineController implements StateEngineService {
  private readonly self: AdvanceConversation;
  private readonly walk: WalkJournal;

  constructor(self: AdvanceConversation, walk: WalkJournal) {
    this.self = self;
    this.walk = walk;
  }

  async advance({ stimuli, withProjection }: AdvanceRequest): Promise<AdvanceResponse> {
    const names = new Set(stimuli.map(({ tenant, conversation }) => `${tenant}\n${conversation}`));
    if (names.size < stimuli.length) throw faults.repeatedConversation();
    try {
      const advance = () => advanceConversations(this.self, stimuli, withProjection);
      return { outcomes: [...(await holdWhile(this.self.ports.lease, stimuli, advance))] };
    } catch (error) {
      this.self.ports.warn('advance.unavailable', { error: String(error) });
      throw faults.unavailable();
    }
  }

  findOutcome(request: FindOutcomeRequest): Promise<FindOutcomeResponse> {
    return findOutcome(this.self.ports, request);
  }

  async readJournal({ tenant, conversation, afterSeq, limit }: ReadJournalRequest): Promise<ReadJournalResponse> {
    const size = Math.min(Math.max(limit, 1), maxPage);
    const entries = await readJournal(this.walk, { tenant, conversation }, afterSeq, size);
    if (entries === null) throw faults.unknownConversation();
    return { entries: [...entries] };
  }

  async readContext({ tenant, conversation }: ReadContextRequest): Promise<ReadContextResponse> {
    const found = await readContext(this.self.heads, { tenant, conversation });
    if (found === null) throw faults.unknownConversation();
    if (found === 'not-mine-yet') throw faults.unavailable();
    const { seq, data, states, operations, claimedBy } = found;
    const dataJson = data === null ? new Uint8Array(0) : canonicalBytes(data);
    return { seq, dataJson, states: [...states], operations: [...operations], claimedBy: claimedBy ?? undefined };
  }

  async listOperations({ tenant, limit, cursor }: ListOperationsRequest): Promise<ListOperationsResponse> {
    const page = await listOperations(this.self.ports, tenant, limit, cursor);
    if (page === null) throw faults.invalidCursor();
    return { operations: page.rows.map(({ tenant: _, ...row }) => row), next: page.next };
  }

  async listFailed({ tenant, limit, cursor }: ListFailedRequest): Promise<ListFailedResponse> {
    const page = await listFailed(this.self.ports, tenant, limit, cursor);
    if (page === null) throw faults.invalidCursor();
    return { failed: page.rows.map(({ tenant: _, now: at, ...row }) => ({ ...row, at })), next: page.next };
  }

  async verifyConversation(request: VerifyConversationRequest): Promise<VerifyConversationResponse> {
    const { tenant, conversation } = request;
    const verified = await verifyConversation(this.walk, { tenant, conversation });
    if (verified === null) throw faults.unknownConversation();
    return { ...verified, faults: [...verified.faults] };
  }
}
