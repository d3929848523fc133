import { setTimeout as sleep } from 'node:timers/promises';
import { hex, newConversation } from '../journal/journal-fixtures.ts';
import { RecordsRefused, type NewLogRecord } from './event-log.ts';
import type { EventLogPair, EventLogSubject } from './event-log-subject.ts';
import { eventsOf, recordOf, until, watch } from './log-fixtures.ts';
import { redeliverySuite } from './redelivery.suite.ts';

const range = (length: number): readonly number[] => Array.from({ length }, (_, n) => n + 1);

export function eventLogSuite(subject: EventLogSubject): void {
  const { firstOffset = 1, isPartitioned = false } = subject;
  describe(`an event log kept by ${subject.name}`, () => {
    let pair: EventLogPair;
    beforeEach(async () => {
      pair = await subject.open();
    }, 60_000);
    afterEach(() => pair.close());

    it('rule 3: a conversation’s records come one at a time, in the order they were appended', async () => {
      const talks = range(6).map(() => newConversation());
      const atOnce = new Set<string>();
      let overlapped = false;
      const { consumption, seen } = await watch(pair.first, 'order', {
        lanes: 4,
        handle: async (batch) => {
          for (const { conversation } of batch) {
            overlapped ||= atOnce.has(conversation);
            atOnce.add(conversation);
          }
          await sleep(1);
          for (const { conversation } of batch) atOnce.delete(conversation);
        },
      });
      for (const n of range(30)) await pair.first.append(talks.map((talk) => recordOf(talk, n)));
      await until(() => seen.length === 180);
      await consumption.drain();
      expect(overlapped).toBe(false);
      for (const talk of talks) expect(eventsOf(talk, seen)).toEqual(range(30).map((n) => recordOf(talk, n).eventId));
    });

    it('rule 3: the records of one call stay together in order, beside those of other callers', async () => {
      const talks = range(20).map(() => newConversation());
      await Promise.all(talks.map((talk) => pair.first.append(range(10).map((n) => recordOf(talk, n)))));
      const { consumption, seen } = await watch(pair.second, 'calls');
      await until(() => seen.length === 200);
      await consumption.drain();
      for (const talk of talks) {
        const records = seen.filter(({ conversation }) => conversation === talk.conversation);
        const offsets = records.map(({ offset }) => Number(offset));
        expect(offsets).toEqual(range(10).map((_, n) => (offsets[0] as number) + n));
      }
    });

    it('rule 6: id order is commit order: a reader beside two appenders meets every record, none before its elders', async () => {
      const talks = [newConversation('a'), newConversation('b')];
      const { consumption, seen } = await watch(pair.second, 'reader', {
        lanes: 1,
        maxBatch: 1,
      });
      const appenders = [pair.first, pair.second].map(async (log, which) => {
        for (const n of range(100)) await log.append([recordOf(talks[which] as (typeof talks)[0], n)]);
      });
      await Promise.all(appenders);
      await until(() => seen.length === 200);
      await consumption.drain();
      const offsets = seen.map(({ offset }) => Number(offset)).sort((a, b) => a - b);
      if (!isPartitioned) expect(offsets).toEqual(range(200).map((n) => firstOffset + n - 1));
      for (const talk of talks) {
        expect(eventsOf(talk, seen)).toEqual(range(100).map((n) => recordOf(talk, n).eventId));
        const own = seen.filter(({ conversation }) => conversation === talk.conversation).map((r) => Number(r.offset));
        expect(own).toEqual([...new Set(own)].sort((a, b) => a - b));
      }
    });

    it('handles many conversations at once: batches of different ones, as many under way as there are lanes', async () => {
      const talks = range(40).map(() => newConversation());
      let underWay = 0;
      let most = 0;
      await pair.first.append(talks.flatMap((talk) => [recordOf(talk, 1), recordOf(talk, 2)]));
      const { consumption, seen, batches } = await watch(pair.first, 'lanes', {
        lanes: 3,
        maxBatch: 8,
        handle: async () => {
          underWay += 1;
          most = Math.max(most, underWay);
          await sleep(5);
          underWay -= 1;
        },
      });
      await until(() => seen.length === 80);
      await consumption.drain();
      expect(most).toBe(3);
      expect(Math.max(...batches.map((batch) => batch.length))).toBe(8);
      for (const batch of batches)
        expect(new Set(batch.map(({ conversation }) => conversation)).size).toBe(batch.length);
    });

    it('rule 10: gives sealed bytes, ids and times back as they were, of several tenants in one call', async () => {
      const sealed = Uint8Array.from({ length: 256_000 }, (_, n) => n % 256);
      const [one, two] = [newConversation('a'), newConversation('b')];
      const records = [recordOf(one, 1, { sealed, generation: 7 }), recordOf(two, 1, { connection: 'k “2”' })];
      await pair.first.append(records);
      const { consumption, seen } = await watch(pair.second, 'bytes', { lanes: 1 });
      await until(() => seen.length === 2);
      await consumption.drain();
      // Of two partitions either may come first, and both begin with the first offset.
      const order = (given: readonly NewLogRecord[]): readonly NewLogRecord[] =>
        isPartitioned ? [...given].sort((a, b) => a.eventId.localeCompare(b.eventId)) : given;
      const offset = (n: number) => (isPartitioned ? expect.stringMatching(/^\d+$/) : String(firstOffset + n));
      expect(order(seen).map((record) => ({ ...record, sealed: hex(record.sealed) }))).toEqual(
        order(records).map((record, n) => ({ ...record, sealed: hex(record.sealed), offset: offset(n), attempt: 1 })),
      );
    });

    it('rule 15: refuses a record that can never be stored, and lets its neighbours in', async () => {
      const talk = newConversation();
      const calls = range(9).map((n) =>
        pair.first.append([recordOf(talk, n, n === 5 ? { eventId: 'web:nul\0' } : {})]),
      );
      const ends = await Promise.allSettled(calls);
      expect(ends.map(({ status }) => status).filter((status) => status === 'fulfilled')).toHaveLength(8);
      await expect(calls[4]).rejects.toThrow(RecordsRefused);
      const { consumption, seen } = await watch(pair.second, 'refused');
      await until(() => seen.length === 8);
      await consumption.drain();
      const expected = range(9)
        .filter((n) => n !== 5)
        .map((n) => recordOf(talk, n).eventId);
      expect(eventsOf(talk, seen)).toEqual(expected);
    });

    it('rule 20: says how old the oldest record is that is not handled', async () => {
      const talk = newConversation();
      expect(await pair.first.oldestUnprocessedMs(9_000)).toBe(0);
      await pair.first.append([recordOf(talk, 1, { receivedAt: 2_000 }), recordOf(talk, 2, { receivedAt: 3_000 })]);
      expect(await pair.second.oldestUnprocessedMs(9_000)).toBe(7_000);
      const { consumption, seen } = await watch(pair.first, 'age');
      await until(() => seen.length === 2);
      await consumption.drain();
      expect(await pair.second.oldestUnprocessedMs(9_000)).toBe(0);
    });

    it('rule 21: a conversation with thousands of records does not hold up another', async () => {
      const [busy, quiet] = [newConversation('busy'), newConversation('quiet')];
      await pair.first.append(range(1_500).map((n) => recordOf(busy, n)));
      const { consumption, seen } = await watch(pair.first, 'fair', { handle: () => sleep(1) });
      await pair.first.append([recordOf(quiet, 1)]);
      await until(() => eventsOf(quiet, seen).length === 1);
      expect(seen.length).toBeLessThan(500);
      await until(() => seen.length === 1_501);
      await consumption.drain();
      expect(eventsOf(busy, seen)).toEqual(range(1_500).map((n) => recordOf(busy, n).eventId));
    });

    it('knows how many records wait', async () => {
      const talk = newConversation();
      let release = (): void => undefined;
      const gate = new Promise<void>((resolve) => (release = resolve));
      const { consumption, seen } = await watch(pair.first, 'lag', { handle: () => gate });
      await pair.first.append(range(5).map((n) => recordOf(talk, n)));
      await until(() => consumption.lag() === 5);
      release();
      await until(() => seen.length === 5);
      expect(consumption.lag()).toBe(0);
      await consumption.drain();
    });

    redeliverySuite(subject, () => pair);
  });
}
