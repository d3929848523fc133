import { unwrap, type components, type ParleyClient } from '@parley/client';
import type { JournalEntry } from '@parley/page-kit';
import { isProblem, sentenceOf } from '../api/sentence-of.ts';
import type { WatchedConversation } from './find-conversations.ts';

export type Message = components['schemas']['Message'];

/** One conversation as it is watched. */
export interface ConversationState {
  readonly phase: 'loading' | 'ready' | 'unknown' | 'failed';
  readonly trouble: string | null;
  readonly conversation: WatchedConversation | null;
  readonly messages: readonly Message[];
  /** Oldest first. */
  readonly entries: readonly JournalEntry[];
  readonly claimedBy: string | null;
  readonly busy: string | null;
  readonly notice: { readonly tone: 'good' | 'bad'; readonly text: string } | null;
}

const PAGE = 200;
const JOURNAL_PAGE = 100;

/** Follows one conversation, and does what an agent may do to it. */
export class ConversationSession {
  private state: ConversationState = {
    ...{ phase: 'loading', trouble: null, conversation: null, messages: [], entries: [], claimedBy: null },
    ...{ busy: null, notice: null },
  };
  private readonly listeners = new Set<(state: ConversationState) => void>();
  private isReading = false;
  private isClosed = false;

  constructor(
    private readonly client: ParleyClient,
    private readonly id: string,
  ) {}

  get current(): ConversationState {
    return this.state;
  }

  subscribe(listener: (state: ConversationState) => void): () => void {
    this.listeners.add(listener);
    listener(this.state);
    return () => void this.listeners.delete(listener);
  }

  close(): void {
    this.isClosed = true;
    this.listeners.clear();
  }

  /** Reads what is new. Asked again while it reads, it does nothing. */
  async read(): Promise<void> {
    if (this.isReading || this.isClosed) return;
    this.isReading = true;
    try {
      const params = { path: { conversation: this.id } };
      const conversation = await unwrap(this.client.GET('/v1/conversations/{conversation}', { params }));
      const before = this.state.conversation;
      if (conversation.status === 'erased') this.change({ messages: [], entries: [] });
      if (before?.seq !== conversation.seq || this.state.phase !== 'ready') await this.readNew(conversation);
      this.change({ phase: 'ready', trouble: null, conversation });
    } catch (fault) {
      const phase = isProblem(fault, 'conversation.unknown') ? 'unknown' : 'failed';
      this.change({ trouble: sentenceOf(fault), phase: this.state.phase === 'ready' ? 'ready' : phase });
    }
    this.isReading = false;
  }

  takeOver(agent: string): Promise<boolean> {
    const path = { conversation: this.id };
    return this.act('Taking over…', 'It is yours: the bot is silent until you give it back.', () =>
      unwrap(this.client.POST('/v1/conversations/{conversation}/claim', { params: { path }, body: { agent } })),
    );
  }

  say(agent: string, text: string): Promise<boolean> {
    const body = { agent, text, id: crypto.randomUUID() };
    const path = { conversation: this.id };
    return this.act('Sending…', 'Sent.', () =>
      unwrap(this.client.POST('/v1/conversations/{conversation}/agent-messages', { params: { path }, body })),
    );
  }

  giveBack(agent: string): Promise<boolean> {
    const path = { conversation: this.id };
    return this.act('Giving it back…', 'The bot answers again.', () =>
      unwrap(this.client.POST('/v1/conversations/{conversation}/close-handoff', { params: { path }, body: { agent } })),
    );
  }

  end(): Promise<boolean> {
    const path = { conversation: this.id };
    return this.act('Ending…', 'The episode is over. The next message begins another.', () =>
      unwrap(this.client.POST('/v1/conversations/{conversation}/end', { params: { path }, body: {} })),
    );
  }

  beginAnew(): Promise<boolean> {
    const path = { conversation: this.id };
    return this.act('Beginning anew…', 'A new episode has begun with the default version of the flow.', () =>
      unwrap(this.client.POST('/v1/conversations/{conversation}/reset', { params: { path }, body: {} })),
    );
  }

  erase(): Promise<boolean> {
    const params = { path: { conversation: this.id } };
    return this.act('Erasing…', 'What was said is gone for good.', () =>
      unwrap(this.client.DELETE('/v1/conversations/{conversation}', { params })),
    );
  }

  private async act(busy: string, done: string, request: () => Promise<unknown>): Promise<boolean> {
    if (this.state.busy !== null) return false;
    this.change({ busy, notice: null });
    let isDone = true;
    try {
      await request();
      this.change({ busy: null, notice: { tone: 'good', text: done } });
    } catch (fault) {
      isDone = false;
      this.change({ busy: null, notice: { tone: 'bad', text: sentenceOf(fault) } });
    }
    await this.read();
    return isDone;
  }

  private async readNew({ status }: WatchedConversation): Promise<void> {
    const path = { conversation: this.id };
    const messages = [...this.state.messages];
    for (;;) {
      const query = { after: messages.at(-1)?.number ?? 0, limit: PAGE };
      const page = await unwrap(
        this.client.GET('/v1/conversations/{conversation}/messages', { params: { path, query } }),
      );
      messages.push(...page.messages);
      if (page.messages.length === 0 || status === 'erased') break;
    }
    const entries = [...this.state.entries];
    for (;;) {
      const query = { after: entries.at(-1)?.seq ?? 0, limit: JOURNAL_PAGE };
      const page = await unwrap(
        this.client.GET('/v1/conversations/{conversation}/journal', { params: { path, query } }),
      );
      entries.push(...(page.entries as unknown as readonly JournalEntry[]));
      if (page.entries.length < JOURNAL_PAGE) break;
    }
    const context = await unwrap(this.client.GET('/v1/conversations/{conversation}/context', { params: { path } }));
    this.change({ messages, entries, claimedBy: context.claimedBy });
  }

  private change(part: Partial<ConversationState>): void {
    if (this.isClosed) return;
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener(this.state);
  }
}
