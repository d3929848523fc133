import type { AdapterPair } from '../suite-subject.ts';
import type { DurablePorts } from './durable-ports.ts';
import { entryAt, newConversation, projectionAt } from './journal-fixtures.ts';
import type { CommitAnswer, NewEntry } from './journal.ts';

type Record = (ports: DurablePorts, entries: readonly NewEntry[]) => Promise<readonly CommitAnswer[]>;

/** Chat's rows of an entry, both ways: in the one commit, or recorded afterwards for whatever came in. */
const WAYS: readonly (readonly [string, Record])[] = [
  [
    'riders on',
    (ports, entries) =>
      ports.journal.commit(entries.map((entry) => ({ ...entry, rider: projectionAt(entry, entry.seq) }))),
  ],
  [
    'riders off',
    async (ports, entries) => {
      const answers = await ports.journal.commit(entries);
      const projections = entries
        .filter((_, n) => answers[n] === 'inserted')
        .map((entry) => projectionAt(entry, entry.seq));
      await ports.messages.insert(projections.flatMap(({ messages }) => messages));
      await ports.deliveries.insert(projections.flatMap(({ deliveries }) => deliveries));
      await ports.conversations.record(projections.map(({ summary }) => summary));
      return answers;
    },
  ],
];

export function ridersSuite(pair: () => AdapterPair<DurablePorts>): void {
  describe.each(WAYS)('with %s', (_, record) => {
    it('rule 14: an entry’s messages, deliveries and summary are there once it is in', async () => {
      const { first, second } = pair();
      const talk = newConversation();
      await record(first, [entryAt(talk, 1)]);
      await record(second, [entryAt(talk, 2)]);
      const [one, two] = [projectionAt(talk, 1), projectionAt(talk, 2)];
      expect(await second.messages.after(talk, 0, 10)).toEqual([...one.messages, ...two.messages]);
      expect(await first.conversations.get(talk)).toEqual(two.summary);
      const pending = (await first.deliveries.pending(10_000)).filter((row) => row.conversation === talk.conversation);
      expect(pending).toEqual(
        [...one.deliveries, ...two.deliveries].map((row) => ({ ...row, attempts: 0, claimedUntil: null })),
      );
    });

    it('rule 14: an entry that lost brings no message, delivery or summary with it', async () => {
      const { first, second } = pair();
      const [talk, other] = [newConversation(), newConversation()];
      await record(first, [entryAt(talk, 1)]);
      const answers = await record(second, [entryAt(talk, 1, { eventId: 'web:late' }), entryAt(other, 1)]);
      expect(answers).toEqual(['absent', 'inserted']);
      expect(await second.messages.after(talk, 0, 10)).toEqual(projectionAt(talk, 1).messages);
      expect(await second.messages.after(other, 0, 10)).toEqual(projectionAt(other, 1).messages);
    });

    it('rule 14: what is projected again after a crash adds nothing, and brings back no delivery that has ended', async () => {
      const { first, second } = pair();
      const talk = newConversation();
      await record(first, [entryAt(talk, 1)]);
      const { messages, deliveries, summary } = projectionAt(talk, 1);
      const reply = deliveries[0]?.reply as string;
      await first.deliveries.record([{ ...talk, reply, state: 'sent', vendorId: null, at: 5 }]);
      await second.messages.insert(messages);
      await second.deliveries.insert(deliveries);
      await second.conversations.record([summary]);
      expect(await second.messages.after(talk, 0, 10)).toHaveLength(2);
      expect((await second.deliveries.pending(10_000)).filter((row) => row.conversation === talk.conversation)).toEqual(
        [],
      );
      expect(await second.deliveries.status(talk, reply)).toBe('sent');
    });

    it('rule 15: a batch of several tenants brings each conversation its own rows', async () => {
      const { first, second } = pair();
      const talks = Array.from({ length: 20 }, (_, n) => newConversation(`r${n % 3}`));
      await record(
        first,
        talks.map((talk) => entryAt(talk, 1)),
      );
      for (const talk of talks) {
        expect(await second.messages.after(talk, 0, 10)).toEqual(projectionAt(talk, 1).messages);
        expect(await second.messages.after({ ...talk, tenant: 'stranger' }, 0, 10)).toEqual([]);
        expect(await second.conversations.get({ ...talk, tenant: 'stranger' })).toBeNull();
      }
    });
  });
}
