import { deliveryRow, newConversation } from '../journal/journal-fixtures.ts';
import type { ConversationRef } from '../journal/journal.ts';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Deliveries, DeliveryClaim, DeliveryStatus } from './deliveries.ts';

export function deliveriesSuite(subject: SuiteSubject<Deliveries>): void {
  describe(`deliveries kept by ${subject.name}`, () => {
    let pair: AdapterPair<Deliveries>;
    beforeEach(async () => {
      pair = await subject.open();
    }, 60_000);
    afterEach(() => pair.close());

    it('rule 23: lists what has no end yet, conversation by conversation in order, the longest waiting first', async () => {
      const [early, late] = [newConversation('b'), newConversation('a')];
      const rows = [
        deliveryRow(late, 2, { createdAt: 50 }),
        deliveryRow(early, 9, { createdAt: 40 }),
        deliveryRow(early, 4, { createdAt: 10 }),
        deliveryRow(late, 1, { createdAt: 20 }),
      ];
      await pair.first.insert(rows);
      const pending = await pair.second.pending(10);
      expect(pending.map(({ reply }) => reply)).toEqual([rows[2], rows[1], rows[3], rows[0]].map((row) => row?.reply));
      expect(pending[0]).toEqual({ ...rows[2], attempts: 0, claimedUntil: null });
      expect((await pair.second.pending(2)).map(({ reply }) => reply)).toEqual([rows[2]?.reply, rows[3]?.reply]);
    });

    it('rule 23: lists what of some conversations has no end yet, each in order, whatever else is pending', async () => {
      const [ann, bob, far] = [newConversation('a'), newConversation('b'), newConversation('c')];
      const rows = [deliveryRow(bob, 7), deliveryRow(bob, 3), deliveryRow(ann, 12), deliveryRow(far, 1)];
      await pair.first.insert(rows);
      await pair.first.claim(claimOf(bob, rows[1]?.reply ?? '', 1));
      const found = await pair.second.pendingOf([far, bob]);
      expect(found.filter(({ conversation }) => conversation === bob.conversation)).toEqual([
        { ...rows[1], attempts: 1, claimedUntil: 2_000 },
        { ...rows[0], attempts: 0, claimedUntil: null },
      ]);
      expect(found).toHaveLength(3);
      await pair.first.record([statusOf(bob, rows[1]?.reply ?? '', 'sent')]);
      expect((await pair.second.pendingOf([bob])).map(({ number }) => number)).toEqual([7]);
      expect(await pair.second.pendingOf([{ ...bob, tenant: 'stranger' }])).toEqual([]);
      expect(await pair.second.pendingOf([])).toEqual([]);
    });

    it('rule 23: one of many who claim an attempt gets it, and the claim is seen', async () => {
      const talk = newConversation();
      const row = deliveryRow(talk, 1);
      await pair.first.insert([row]);
      const claims = Array.from({ length: 10 }, (_, n) =>
        (n % 2 === 0 ? pair.first : pair.second).claim(claimOf(talk, row.reply, 1)),
      );
      expect((await Promise.all(claims)).filter((won) => won)).toHaveLength(1);
      expect(await pair.second.claim(claimOf(talk, row.reply, 2))).toBe(true);
      expect(await pair.first.pending(10)).toEqual([{ ...row, attempts: 2, claimedUntil: 3_000 }]);
      expect(await pair.first.status(talk, row.reply)).toBe('sending');
    });

    it.each(['suppressed', 'failed', 'sent', 'delivered', 'read'] as const)('rule 23: %s is an end', async (state) => {
      const talk = newConversation();
      const row = deliveryRow(talk, 1);
      await pair.first.insert([row]);
      await pair.second.record([statusOf(talk, row.reply, state)]);
      expect(await pair.first.pending(10)).toEqual([]);
      expect(await pair.first.status(talk, row.reply)).toBe(state);
    });

    it('rule 14: the highest status counts, in whatever order and however often they come', async () => {
      const talk = newConversation();
      const reply = deliveryRow(talk, 1).reply;
      await pair.first.record([statusOf(talk, reply, 'read'), statusOf(talk, reply, 'sent')]);
      await pair.second.record([
        statusOf(talk, reply, 'delivered'),
        statusOf(talk, reply, 'failed'),
        statusOf(talk, reply, 'read'),
      ]);
      expect(await pair.first.status(talk, reply)).toBe('read');
    });

    it('rule 14: a sent reply stays sent when its entry is projected again', async () => {
      const talk = newConversation();
      const row = deliveryRow(talk, 1);
      await pair.first.insert([row]);
      await pair.first.record([statusOf(talk, row.reply, 'sent')]);
      await pair.second.insert([row]);
      expect(await pair.second.pending(10)).toEqual([]);
      expect(await pair.second.status(talk, row.reply)).toBe('sent');
    });

    it('rule 14: two processes that insert and end the same replies at once leave none pending', async () => {
      const rows = Array.from({ length: 40 }, (_, n) => deliveryRow(newConversation(`d${n % 3}`), 1));
      const ends = rows.map((row) => statusOf(row, row.reply, 'sent'));
      await pair.first.insert(rows);
      await Promise.all([
        pair.first.record(ends),
        pair.second.insert([...rows].reverse()),
        pair.second.record([...ends].reverse()),
      ]);
      expect(await pair.first.pending(100)).toEqual([]);
    });

    it('rule 23: a status that comes before the delivery is kept', async () => {
      const talk = newConversation();
      const row = deliveryRow(talk, 1);
      await pair.first.record([statusOf(talk, row.reply, 'delivered')]);
      await pair.second.insert([row]);
      expect(await pair.second.status(talk, row.reply)).toBe('delivered');
      expect(await pair.second.pending(10)).toEqual([]);
    });

    it('knows nothing of a reply that was never inserted, and shows none to another tenant', async () => {
      const talk = newConversation();
      const row = deliveryRow(talk, 1);
      await pair.first.insert([row]);
      expect(await pair.first.status(talk, 'unheard')).toBeNull();
      expect(await pair.first.status({ ...talk, tenant: 'stranger' }, row.reply)).toBeNull();
      expect(await pair.first.status(talk, row.reply)).toBe('pending');
    });
  });
}

function claimOf({ tenant, conversation }: ConversationRef, reply: string, attempt: number): DeliveryClaim {
  return { tenant, conversation, reply, attempt, claimedAt: attempt * 1_000, claimedUntil: attempt * 1_000 + 1_000 };
}

function statusOf(
  { tenant, conversation }: ConversationRef,
  reply: string,
  state: DeliveryStatus['state'],
): DeliveryStatus {
  return { tenant, conversation, reply, state, vendorId: 'v1', at: 5_000 };
}
