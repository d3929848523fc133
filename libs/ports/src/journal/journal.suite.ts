import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { DurablePorts } from './durable-ports.ts';
import { bytes, entryAt, hashAt, hex, newConversation, operationOf } from './journal-fixtures.ts';
import { EntriesRefused, type Journal, type NewEntry } from './journal.ts';
import { ridersSuite } from './riders.suite.ts';

export function journalSuite(subject: SuiteSubject<DurablePorts>): void {
  describe(`a journal kept by ${subject.name}`, () => {
    let pair: AdapterPair<DurablePorts>;
    let [first, second]: Journal[] = [];
    const journals = (): readonly [Journal, Journal] => [first as Journal, second as Journal];
    beforeAll(async () => {
      pair = await subject.open();
      [first, second] = [pair.first.journal, pair.second.journal];
    }, 60_000);
    afterAll(() => pair.close());

    it('rule 1: takes one entry at a seq and one of an event id, and answers absent to the second', async () => {
      const [one, two] = journals();
      const talk = newConversation();
      expect(await one.commit([entryAt(talk, 1)])).toEqual(['inserted']);
      expect(await two.commit([entryAt(talk, 1, { eventId: 'web:other' })])).toEqual(['absent']);
      expect(await two.commit([entryAt(talk, 2, { eventId: `web:${talk.conversation}-1` })])).toEqual(['absent']);
      expect(await two.read(talk, 0, 10)).toHaveLength(1);
    });

    it('rule 1: lets two conversations, and two tenants, use one event id', async () => {
      const [one, two] = journals();
      const here = newConversation();
      const there = newConversation();
      const elsewhere = { tenant: 'other', conversation: here.conversation };
      const entries = [here, there, elsewhere].map((talk) => entryAt(talk, 1, { eventId: 'web:hello' }));
      expect(await one.commit(entries)).toEqual(['inserted', 'inserted', 'inserted']);
      const found = await two.find(entries);
      expect(found.map(({ tenant, conversation }) => ({ tenant, conversation }))).toEqual([here, there, elsewhere]);
    });

    it('rule 5: keeps at most one wake-up of a conversation, the earliest asked for', async () => {
      const [one, two] = journals();
      const talk = newConversation();
      await one.commit([entryAt(talk, 1, { wakeUpAt: 9_000 })]);
      await one.commit([entryAt(talk, 2, { wakeUpAt: 12_000 })]);
      expect(await two.heads([talk])).toMatchObject([{ wakeUpAt: 9_000 }]);
      await one.commit([entryAt(talk, 3, { wakeUpAt: 5_000 })]);
      expect(await two.heads([talk])).toMatchObject([{ wakeUpAt: 5_000 }]);
      await one.commit([entryAt(talk, 4)]);
      const pending = (await pair.second.wakeUps.due(10_000_000, 10_000)).filter(
        (row) => row.conversation === talk.conversation,
      );
      expect(pending).toEqual([{ ...talk, connection: 'k1', due: 5_000 }]);
    });

    it('rule 8: finds a deferred event by its own entry, and then by the entry that settled it', async () => {
      const [one, two] = journals();
      const talk = newConversation();
      await one.commit([entryAt(talk, 1, { eventId: 'web:early', outcome: 'deferred' })]);
      await one.commit([entryAt(talk, 2, { eventId: 'op:done', settles: ['web:early'] })]);
      const found = await two.find([
        { ...talk, eventId: 'web:early' },
        { ...talk, eventId: 'op:done' },
      ]);
      expect(found.map(({ seq, eventId, foundBy }) => [seq, eventId, foundBy])).toEqual([
        [1, 'web:early', undefined],
        [2, 'op:done', 'web:early'],
        [2, 'op:done', undefined],
      ]);
    });

    it('rule 9: refuses an entry that does not chain to the head by seq and hash', async () => {
      const [one, two] = journals();
      const talk = newConversation();
      expect(await one.commit([entryAt(talk, 2)])).toEqual(['absent']);
      expect(await one.commit([entryAt(talk, 1, { previousHash: bytes('x'.repeat(32)) })])).toEqual(['absent']);
      await one.commit([entryAt(talk, 1)]);
      expect(await two.commit([entryAt(talk, 3)])).toEqual(['absent']);
      expect(await two.commit([entryAt(talk, 2, { previousHash: hashAt(talk, 2) })])).toEqual(['absent']);
      expect(await two.commit([entryAt(talk, 2)])).toEqual(['inserted']);
    });

    it('rule 9: answers the head with its hash and the snapshot inserted with it, and nothing for an unheard conversation', async () => {
      const [one, two] = journals();
      const [talk, unheard] = [newConversation(), newConversation()];
      await one.commit([entryAt(talk, 1)]);
      await one.commit([entryAt(talk, 2, { generation: 2 })]);
      const heads = await two.heads([unheard, talk]);
      expect(heads).toMatchObject([{ ...talk, seq: 2, wakeUpAt: null, snapshot: { seq: 2, generation: 2 } }]);
      expect(heads.map((head) => [hex(head.bodyHash), hex(head.snapshot.sealed)])).toEqual([
        [hex(hashAt(talk, 2)), hex(bytes('snapshot 2'))],
      ]);
    });

    it('rule 9: keeps the head’s snapshot and every 50th, and no other', async () => {
      const [one, two] = journals();
      const talk = newConversation();
      for (let seq = 1; seq <= 103; seq += 1) await one.commit([entryAt(talk, seq)]);
      expect((await two.snapshots(talk)).map(({ seq }) => seq)).toEqual([50, 100, 103]);
    });

    it('rule 10: gives bodies and snapshots back byte for byte', async () => {
      const [one, two] = journals();
      const talk = newConversation();
      const body = Uint8Array.from({ length: 2_048 }, (_, n) => n % 256);
      await one.commit([entryAt(talk, 1, { body, snapshot: body.toReversed() })]);
      const [entry] = await two.read(talk, 0, 1);
      expect(hex(entry?.body as Uint8Array)).toBe(hex(body));
      expect(hex((await two.heads([talk]))[0]?.snapshot.sealed as Uint8Array)).toBe(hex(body.toReversed()));
    });

    it('rule 11: lets one of two concurrent commits of a stimulus in, and both find the same entry by its event id', async () => {
      const [one, two] = journals();
      for (let round = 0; round < 20; round += 1) {
        const talk = newConversation();
        const mine = entryAt(talk, 1, { eventId: 'web:raced', body: bytes('mine') });
        const theirs = entryAt(talk, 1, { eventId: 'web:raced', body: bytes('theirs') });
        const answers = (await Promise.all([one.commit([mine]), two.commit([theirs])])).flat();
        expect([...answers].sort()).toEqual(['absent', 'inserted']);
        const winner = answers[0] === 'inserted' ? mine : theirs;
        const found = [...(await one.find([mine])), ...(await two.find([theirs]))];
        expect(found.map((entry) => hex(entry.body))).toEqual([hex(winner.body), hex(winner.body)]);
      }
    });

    it('rule 13: two owners that overlap write one unbroken chain, each event once', async () => {
      const owners = journals();
      const talk = newConversation();
      const advance = async (owner: Journal, eventId: string): Promise<void> => {
        for (;;) {
          const [head] = await owner.heads([talk]);
          const seq = (head?.seq ?? 0) + 1;
          const previousHash = head?.bodyHash ?? new Uint8Array(32);
          const [answer] = await owner.commit([entryAt(talk, seq, { eventId, previousHash })]);
          if (answer === 'inserted' || (await owner.find([{ ...talk, eventId }])).length > 0) return;
        }
      };
      const events = Array.from({ length: 30 }, (_, n) => `web:${n % 15}`);
      await Promise.all(events.map((eventId, n) => advance(owners[n % 2] as Journal, eventId)));
      const entries = await owners[0].read(talk, 0, 100);
      expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 15 }, (_, n) => n + 1));
      expect(new Set(entries.map(({ eventId }) => eventId)).size).toBe(15);
      const chained = entries
        .slice(1)
        .every((entry, n) => hex(entry.previousHash) === hex(entries[n]?.bodyHash as Uint8Array));
      expect(chained).toBe(true);
    });

    it('rule 13: an entry that lost leaves nothing behind: no snapshot, wake-up, operation or settled event', async () => {
      const [one, two] = journals();
      const talk = newConversation();
      await one.commit([entryAt(talk, 1, { opens: [operationOf(talk, 1)] })]);
      const lost = entryAt(talk, 1, {
        eventId: 'web:lost',
        wakeUpAt: 1,
        opens: [operationOf(talk, 7)],
        closes: [operationOf(talk, 1).operation],
        settles: ['web:deferred'],
      });
      expect(await two.commit([lost])).toEqual(['absent']);
      expect(await one.heads([talk])).toMatchObject([{ seq: 1, wakeUpAt: null }]);
      expect(await one.find([{ ...talk, eventId: 'web:deferred' }])).toEqual([]);
      const open = (await pair.first.operations.due(10_000_000, 10_000)).filter(
        (row) => row.conversation === talk.conversation,
      );
      expect(open.map(({ operation }) => operation)).toEqual([operationOf(talk, 1).operation]);
    });

    it('rule 15: takes a batch of several tenants in one call and answers in its order', async () => {
      const [one, two] = journals();
      const talks = Array.from({ length: 60 }, (_, n) => newConversation(`t${(n * 7) % 5}`)).reverse();
      await one.commit([entryAt(talks[20] as NewEntry, 1)]);
      const answers = await two.commit(talks.map((talk) => entryAt(talk, 1)));
      expect(answers.map((answer, n) => (answer === 'absent' ? n : -1)).filter((n) => n >= 0)).toEqual([20]);
      expect(await one.heads(talks)).toHaveLength(60);
    });

    it('rule 15: batches that overlap in opposite order do not block each other', async () => {
      const [one, two] = journals();
      const talks = Array.from({ length: 40 }, () => newConversation());
      const forward = talks.map((talk) => entryAt(talk, 1, { wakeUpAt: 9_000 }));
      const backward = talks.map((talk) => entryAt(talk, 1, { wakeUpAt: 8_000, eventId: 'web:b' })).reverse();
      const [a, b] = await Promise.all([one.commit(forward), two.commit(backward)]);
      const wins = [...a, ...b].filter((answer) => answer === 'inserted');
      expect(wins).toHaveLength(40);
    });

    it('rule 15: fails only the entry that the store can never take, and names it', async () => {
      const [one, two] = journals();
      const talks = Array.from({ length: 9 }, () => newConversation());
      const entries = talks.map((talk, n) => entryAt(talk, 1, n === 4 ? { eventId: 'web:nul\0' } : {}));
      const failure = await one.commit(entries).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(EntriesRefused);
      const { refused, answers } = failure as EntriesRefused;
      expect(refused).toMatchObject([{ ...talks[4], eventId: 'web:nul\0' }]);
      expect(answers).toEqual(entries.map((_, n) => (n === 4 ? 'refused' : 'inserted')));
      expect(await two.heads(talks)).toHaveLength(8);
    });

    it('rule 15: fails only the caller whose entry is refused, of those that share a statement', async () => {
      const [one] = journals();
      const talks = Array.from({ length: 12 }, () => newConversation());
      const calls = talks.map((talk, n) => one.commit([entryAt(talk, 1, n === 5 ? { now: Number.NaN } : {})]));
      const ends = await Promise.allSettled(calls);
      expect(ends.map(({ status }, n) => (status === 'rejected' ? n : -1)).filter((n) => n >= 0)).toEqual([5]);
    });

    it('rule 15: refuses a call that names a conversation twice', async () => {
      const [one] = journals();
      const talk = newConversation();
      await expect(one.commit([entryAt(talk, 1), entryAt(talk, 2)])).rejects.toThrow(RangeError);
      expect(await one.commit([])).toEqual([]);
    });

    it('rule 15: many single callers at once all get their own answer', async () => {
      const [one, two] = journals();
      const talks = Array.from({ length: 300 }, () => newConversation());
      const answers = await Promise.all(talks.map((talk, n) => (n % 2 === 0 ? one : two).commit([entryAt(talk, 1)])));
      expect(answers.flat().filter((answer) => answer === 'inserted')).toHaveLength(300);
      const again = await Promise.all(talks.map((talk) => one.commit([entryAt(talk, 1)])));
      expect(again.flat().filter((answer) => answer === 'absent')).toHaveLength(300);
    });

    it('rule 20: takes an entry of 1 MB', async () => {
      const [one, two] = journals();
      const talk = newConversation();
      const body = new Uint8Array(1_000_000).fill(171);
      expect(await one.commit([entryAt(talk, 1, { body })])).toEqual(['inserted']);
      expect((await two.find([entryAt(talk, 1)]))[0]?.body.length).toBe(1_000_000);
    });

    it('reads entries after a seq, as many as asked for', async () => {
      const [one, two] = journals();
      const talk = newConversation();
      for (let seq = 1; seq <= 5; seq += 1) await one.commit([entryAt(talk, seq)]);
      expect((await two.read(talk, 1, 3)).map(({ seq }) => seq)).toEqual([2, 3, 4]);
      expect(await two.read(talk, 5, 3)).toEqual([]);
    });

    it('shows nothing of a conversation to another tenant', async () => {
      const [one, two] = journals();
      const talk = newConversation();
      const stranger = { tenant: 'stranger', conversation: talk.conversation };
      await one.commit([entryAt(talk, 1, { settles: ['web:deferred'] })]);
      expect(await two.heads([stranger])).toEqual([]);
      expect(await two.find([{ ...stranger, eventId: `web:${talk.conversation}-1` }])).toEqual([]);
      expect(await two.find([{ ...stranger, eventId: 'web:deferred' }])).toEqual([]);
      expect(await two.read(stranger, 0, 10)).toEqual([]);
      expect(await two.snapshots(stranger)).toEqual([]);
    });

    ridersSuite(() => pair);
  });
}
