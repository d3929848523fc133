import { messageRow, newConversation } from '../journal/journal-fixtures.ts';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Messages } from './messages.ts';

export function messagesSuite(subject: SuiteSubject<Messages>): void {
  describe(`messages kept by ${subject.name}`, () => {
    let pair: AdapterPair<Messages>;
    beforeAll(async () => {
      pair = await subject.open();
    }, 60_000);
    afterAll(() => pair.close());

    it('rule 4: answers the contiguous prefix and stops before a gap, until it is filled', async () => {
      const talk = newConversation();
      const rows = [1, 2, 3, 4, 5].map((number) => messageRow(talk, number));
      await pair.first.insert([rows[4], rows[0], rows[1], rows[3]] as typeof rows);
      expect(await pair.second.after(talk, 0, 10)).toEqual(rows.slice(0, 2));
      expect(await pair.second.after(talk, 2, 10)).toEqual([]);
      await pair.second.insert([rows[2]] as typeof rows);
      expect(await pair.first.after(talk, 2, 10)).toEqual(rows.slice(2));
    });

    it('rule 4: answers no more than asked for, and nothing for an unheard conversation', async () => {
      const talk = newConversation();
      await pair.first.insert([1, 2, 3].map((number) => messageRow(talk, number)));
      expect((await pair.second.after(talk, 0, 2)).map(({ number }) => number)).toEqual([1, 2]);
      expect(await pair.second.after(newConversation(), 0, 10)).toEqual([]);
    });

    it('rule 14: keeps the row that was there first', async () => {
      const talk = newConversation();
      const row = messageRow(talk, 1);
      await Promise.all([pair.first.insert([row]), pair.second.insert([row])]);
      await pair.second.insert([{ ...row, text: 'changed' }]);
      expect(await pair.first.after(talk, 0, 10)).toEqual([row]);
    });

    it('rule 14: takes rows of several tenants at once, from two processes in opposite order', async () => {
      const talks = Array.from({ length: 30 }, (_, n) => newConversation(`m${n % 4}`));
      const rows = talks.flatMap((talk) => [messageRow(talk, 1), messageRow(talk, 2)]);
      await Promise.all([pair.first.insert(rows), pair.second.insert([...rows].reverse())]);
      for (const talk of talks) expect(await pair.first.after(talk, 0, 10)).toHaveLength(2);
    });

    it('rule 10: gives texts and choices back as they were', async () => {
      const talk = newConversation();
      const choices = [{ label: '“Ja” \\ \u{1F600}', intent: 'yes', episode: 1, question: 2 }];
      const row = messageRow(talk, 1, { text: 'a\u2028b\t"\\\u{10FFFF}', choices });
      await pair.first.insert([row]);
      expect(await pair.second.after(talk, 0, 1)).toEqual([row]);
    });

    it('rule 27: after an erasure nothing said before is there or comes back, and readers go on behind it', async () => {
      const talk = newConversation();
      const rows = [1, 2, 3, 4].map((number) => messageRow(talk, number));
      await pair.first.insert(rows);
      await pair.second.erase({ ...talk, firstMessage: 5 });
      expect(await pair.first.after(talk, 0, 10)).toEqual([]);
      await pair.first.insert(rows);
      expect(await pair.second.after(talk, 0, 10)).toEqual([]);
      await pair.first.insert([messageRow(talk, 5)]);
      expect(await pair.second.after(talk, 0, 10)).toEqual([messageRow(talk, 5)]);
      expect(await pair.second.after(talk, 3, 10)).toEqual([messageRow(talk, 5)]);
    });

    it('rule 27: an erasure done again leaves what was said since', async () => {
      const talk = newConversation();
      await pair.first.insert([messageRow(talk, 1)]);
      await pair.first.erase({ ...talk, firstMessage: 2 });
      await pair.first.insert([messageRow(talk, 2)]);
      await pair.second.erase({ ...talk, firstMessage: 2 });
      expect(await pair.first.after(talk, 0, 10)).toEqual([messageRow(talk, 2)]);
    });

    it('rule 27: erases one conversation and leaves the others', async () => {
      const [gone, stays] = [newConversation(), newConversation()];
      const theirs = { ...gone, tenant: 'stranger' };
      await pair.first.insert([messageRow(gone, 1), messageRow(stays, 1), messageRow(theirs, 1)]);
      await pair.first.erase({ ...gone, firstMessage: 2 });
      expect(await pair.second.after(stays, 0, 10)).toHaveLength(1);
      expect(await pair.second.after(theirs, 0, 10)).toHaveLength(1);
    });
  });
}
