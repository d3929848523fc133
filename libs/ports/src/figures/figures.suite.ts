import type { ConversationSummary } from '@parley/conversation';
import type { Conversations } from '../conversations/conversations.ts';
import type { Deliveries } from '../deliveries/deliveries.ts';
import type { Quarantine } from '../quarantine/quarantine.ts';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Figures } from './figures.ts';

const NOON = 1_760_000_000_000;

/** Figures beside what they count. */
export interface FiguresWithRows {
  readonly figures: Figures;
  readonly conversations: Conversations;
  readonly deliveries: Deliveries;
  readonly quarantine: Quarantine;
}

export function figuresSuite(subject: SuiteSubject<FiguresWithRows>): void {
  describe(`figures counted by ${subject.name}`, () => {
    let pair: AdapterPair<FiguresWithRows>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('are nothing where nothing is', async () => {
      expect(await pair.first.figures.usage('nobody')).toEqual({
        ...{ conversations: 0, messages: 0, entries: 0, byStatus: {} },
      });
      expect(await pair.first.figures.connection('nobody', 'web')).toEqual({
        ...{ pendingDeliveries: 0, oldestPendingAt: null, quarantined: 0 },
      });
    });

    it('count conversations, their messages and entries, those of their tenant alone', async () => {
      await pair.first.conversations.record([
        summary('counts', 'c1', { lastMessage: 4, seq: 3 }),
        summary('counts', 'c2', { lastMessage: 2, seq: 2, status: 'agent' }),
        summary('counts', 'c3', { lastMessage: 1, seq: 1 }),
        summary('others', 'o1', { lastMessage: 9, seq: 9 }),
      ]);
      expect(await pair.second.figures.usage('counts')).toEqual({
        ...{ conversations: 3, messages: 7, entries: 6, byStatus: { bot: 2, agent: 1 } },
      });
    });

    it('tell what a connection has not brought out yet, and what it could not read', async () => {
      const row = (reply: string, connection: string, createdAt: number) => ({
        ...{ tenant: 'lines', conversation: reply, connection, reply, number: 1, epoch: 0, createdAt },
      });
      await pair.first.deliveries.insert([row('a', 'web', NOON + 5), row('b', 'web', NOON + 3), row('c', 'fax', NOON)]);
      const item = { tenant: 'lines', reason: 'odd', sealed: Uint8Array.of(1), receivedAt: NOON };
      await pair.first.quarantine.keep({ ...item, id: 'q1', connection: 'web' });
      await pair.first.quarantine.keep({ ...item, id: 'q2', connection: 'fax' });
      expect(await pair.second.figures.connection('lines', 'web')).toEqual({
        ...{ pendingDeliveries: 2, oldestPendingAt: NOON + 3, quarantined: 1 },
      });
    });
  });
}

function summary(tenant: string, conversation: string, changes: Partial<ConversationSummary>): ConversationSummary {
  return {
    ...{ tenant, conversation, connection: 'web', seq: 1, episode: 1, flow: 'f', language: 'en', status: 'bot' },
    ...{ states: [], lastMessage: 1, firstMessage: 1, epoch: 0, updatedAt: NOON },
    ...changes,
  };
}
