import { newConversation, summaryAt } from '../journal/journal-fixtures.ts';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Conversations } from './conversations.ts';

export function conversationsSuite(subject: SuiteSubject<Conversations>): void {
  describe(`conversations kept by ${subject.name}`, () => {
    let pair: AdapterPair<Conversations>;
    beforeAll(async () => {
      pair = await subject.open();
    }, 60_000);
    afterAll(() => pair.close());

    it('rule 14: a summary is overwritten by a higher seq only', async () => {
      const talk = newConversation();
      const third = summaryAt(talk, 3, { status: 'agent', states: ['handoff'], firstMessage: 2, epoch: 1 });
      await pair.first.record([summaryAt(talk, 1)]);
      await pair.second.record([third]);
      await pair.first.record([summaryAt(talk, 2)]);
      await pair.first.record([summaryAt(talk, 3)]);
      expect(await pair.second.get(talk)).toEqual(third);
    });

    it('rule 14: summaries recorded at once by two processes end with the highest seq', async () => {
      const talks = Array.from({ length: 30 }, (_, n) => newConversation(`s${n % 3}`));
      const odd = talks.flatMap((talk) => [summaryAt(talk, 5), summaryAt(talk, 3)]);
      const even = talks.map((talk) => summaryAt(talk, 4)).reverse();
      await Promise.all([pair.first.record(odd), pair.second.record(even)]);
      for (const talk of talks) expect(await pair.first.get(talk)).toEqual(summaryAt(talk, 5));
    });

    it('lists a tenant’s conversations page by page, newest first', async () => {
      const talks = Array.from({ length: 7 }, () => newConversation('pages'));
      const rows = talks.map((talk, n) => summaryAt(talk, 1, { updatedAt: 60_000 - 2 + Math.floor(n / 2) }));
      await pair.first.record(rows);
      const newestFirst = [rows[6], rows[5], rows[4], rows[3], rows[2], rows[1], rows[0]];
      const page = await pair.second.list('pages', 3);
      expect(page).toEqual(newestFirst.slice(0, 3));
      expect(await pair.second.list('pages', 10, page.at(-1))).toEqual(newestFirst.slice(3));
    });

    it('shows no conversation to another tenant', async () => {
      const talk = newConversation('owner');
      await pair.first.record([summaryAt(talk, 1)]);
      expect(await pair.second.get({ ...talk, tenant: 'stranger' })).toBeNull();
      expect(await pair.second.list('stranger', 10)).toEqual([]);
      expect(await pair.second.get(newConversation('owner'))).toBeNull();
    });
  });
}
