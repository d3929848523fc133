import type { ConversationSummary } from '@parley/conversation';
import type { Conversations } from '../conversations/conversations.ts';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { ConversationFilter, ConversationSearch, SearchPlace } from './conversation-search.ts';

const NOON = 1_760_000_000_000;

/** A search beside the summaries that it finds. */
export interface SearchWithConversations {
  readonly search: ConversationSearch;
  readonly conversations: Conversations;
}

export function conversationSearchSuite(subject: SuiteSubject<SearchWithConversations>): void {
  describe(`conversations found by ${subject.name}`, () => {
    let pair: AdapterPair<SearchWithConversations>;
    beforeAll(async () => {
      pair = await subject.open();
      await pair.first.conversations.record([
        summary('finds', 'c1', { updatedAt: NOON + 1, status: 'bot', states: ['ask', 'idle'] }),
        summary('finds', 'c2', { updatedAt: NOON + 2, status: 'agent', flow: 'f2' }),
        summary('finds', 'c3', { updatedAt: NOON + 200_000, status: 'ended', connection: 'slack' }),
        summary('finds', 'c4', { updatedAt: NOON + 200_000, status: 'bot', flow: 'f2' }),
        summary('others', 'o1', { updatedAt: NOON }),
      ]);
    });
    afterAll(() => pair.close());

    const found = async (filter: ConversationFilter, tenant = 'finds'): Promise<readonly string[]> => {
      const { conversations } = await pair.second.search.find(tenant, filter, 50);
      return conversations.map(({ conversation }) => conversation);
    };

    it('are those of their tenant alone, newest first', async () => {
      expect(await found({})).toEqual(['c4', 'c3', 'c2', 'c1']);
      expect(await found({}, 'nobody')).toEqual([]);
    });

    it.each([
      [{ status: 'bot' }, ['c4', 'c1']],
      [{ state: 'ask' }, ['c1']],
      [{ state: 'as' }, []],
      [{ flows: ['f2', 'f9'] }, ['c4', 'c2']],
      [{ flows: [] }, []],
      [{ connection: 'slack' }, ['c3']],
      [{ since: NOON + 2 }, ['c4', 'c3', 'c2']],
      [{ until: NOON + 2 }, ['c1']],
      [{ since: NOON + 2, until: NOON + 3, status: 'agent' }, ['c2']],
    ] as readonly (readonly [ConversationFilter, readonly string[]])[])(
      'fit the filter %j',
      async (filter, expected) => {
        expect(await found(filter)).toEqual(expected);
      },
    );

    it('come a page at a time, none twice and none left out', async () => {
      const seen: string[] = [];
      for (let after: SearchPlace | undefined; ;) {
        const page = await pair.first.search.find('finds', {}, 1, after);
        seen.push(...page.conversations.map(({ conversation }) => conversation));
        if (page.next === null) break;
        after = page.next;
      }
      expect(seen).toEqual(['c4', 'c3', 'c2', 'c1']);
    });

    it('are found by all of their words, by whole words, said at any time', async () => {
      await pair.first.search.index([
        { tenant: 'finds', conversation: 'c1', number: 1, words: ['order', 'lost'] },
        { tenant: 'finds', conversation: 'c1', number: 3, words: ['thanks', '%'] },
        { tenant: 'finds', conversation: 'c2', number: 1, words: ['order', 'ünïcode'] },
      ]);
      await pair.second.search.index([{ tenant: 'finds', conversation: 'c1', number: 1, words: ['order', 'lost'] }]);
      expect(await found({ words: ['order'] })).toEqual(['c2', 'c1']);
      expect(await found({ words: ['thanks', 'order'] })).toEqual(['c1']);
      expect(await found({ words: ['ünïcode'] })).toEqual(['c2']);
      expect(await found({ words: ['ord'] })).toEqual([]);
      expect(await found({ words: ['order'], status: 'agent' })).toEqual(['c2']);
      expect(await found({ words: ['order'] }, 'others')).toEqual([]);
    });

    it('are not found any more by what was forgotten, and again by what is said after it', async () => {
      const c3 = { tenant: 'finds', conversation: 'c3' };
      await pair.first.search.index([{ ...c3, number: 1, words: ['secret', 'plain'] }]);
      await pair.first.search.index([{ ...c3, number: 5, words: ['later'] }]);
      await pair.first.search.forget({ ...c3, firstMessage: 5 });
      expect(await found({ words: ['secret'] })).toEqual([]);
      expect(await found({ words: ['later'] })).toEqual(['c3']);
      await pair.first.search.index([{ ...c3, number: 6, words: ['secret'] }]);
      expect(await found({ words: ['secret'] })).toEqual(['c3']);
    });
  });
}

function summary(tenant: string, conversation: string, changes: Partial<ConversationSummary>): ConversationSummary {
  return {
    ...{ tenant, conversation, connection: 'web', seq: 1, episode: 1, flow: 'f1', language: 'en', status: 'bot' },
    ...{ states: ['idle'], lastMessage: 1, firstMessage: 1, epoch: 0, updatedAt: NOON },
    ...changes,
  };
}
