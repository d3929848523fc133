import type {
  AdvanceRequest,
  AdvanceResponse,
  ReadJournalRequest,
  ReadJournalResponse,
  StateEngineService,
  VerifyConversationRequest,
  VerifyConversationResponse,
} from '@parley/contracts';
import { advanceConversations, type AdvanceConversation } from './advance-conversation.ts';
import { faults } from './faults.ts';
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
      return { outcomes: [...(await advanceConversations(this.self, stimuli, withProjection))] };
    } catch (error) {
      this.self.ports.warn('advance.unavailable', { error: String(error) });
      throw faults.unavailable();
    }
  }

  async readJournal({ tenant, conversation, afterSeq, limit }: ReadJournalRequest): Promise<ReadJournalResponse> {
    const size = Math.min(Math.max(limit, 1), maxPage);
    const entries = await readJournal(this.walk, { tenant, conversation }, afterSeq, size);
    if (entries === null) throw faults.unknownConversation();
    return { entries: [...entries] };
  }

  async verifyConversation(request: VerifyConversationRequest): Promise<VerifyConversationResponse> {
    const { tenant, conversation } = request;
    const verified = await verifyConversation(this.walk, { tenant, conversation });
    if (verified === null) throw faults.unknownConversation();
    return { ...verified, faults: [...verified.faults] };
  }
}
