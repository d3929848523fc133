import { newConversation } from '../journal/journal-fixtures.ts';
import type { EventLog } from './event-log.ts';
import type { EventLogPair, EventLogSubject } from './event-log-subject.ts';
import { eventsOf, killed, recordOf, until, watch } from './log-fixtures.ts';

const range = (length: number): readonly number[] => Array.from({ length }, (_, n) => n + 1);

/** What comes again, and what does not: rejections, drains, killed processes. */
export function redeliverySuite(subject: EventLogSubject, pair: () => EventLogPair): void {
  /** Ends the process that holds this log; answers the log as the process after it opens it. */
  const kill = async (log: EventLog): Promise<EventLog> => (await pair().kill?.(log)) ?? log;

  it('rule 19: a rejection pauses, says so, and the same records come again, in order, none skipped', async () => {
    const { first } = pair();
    const talks = range(10).map(() => newConversation());
    const pauses: number[] = [];
    let failures = 3;
    const { consumption, seen } = await watch(first, 'pause', {
      lanes: 2,
      maxBatch: 4,
      handle: async () => {
        if (failures > 0) {
          failures -= 1;
          throw new Error('the store is away');
        }
      },
      onPause: (error, retryInMs) => void pauses.push(error instanceof Error ? retryInMs : -1),
    });
    for (const n of range(5)) await first.append(talks.map((talk) => recordOf(talk, n)));
    await until(() => seen.length === 50);
    await consumption.drain();
    expect(pauses.length).toBeGreaterThan(0);
    expect(pauses.every((retryInMs) => retryInMs > 0)).toBe(true);
    for (const talk of talks) expect(eventsOf(talk, seen)).toEqual(range(5).map((n) => recordOf(talk, n).eventId));
  });

  it('what was drained does not come again; what was not begun comes to the next process', async () => {
    const { first, second } = pair();
    const talk = newConversation();
    await first.append([recordOf(talk, 1)]);
    const before = await watch(first, 'drained');
    await until(() => before.seen.length === 1);
    await before.consumption.drain();
    await first.append([recordOf(talk, 2)]);
    const after = await watch(second, 'drained');
    await until(() => after.seen.length === 1);
    await after.consumption.drain();
    expect(eventsOf(talk, after.seen)).toEqual([recordOf(talk, 2).eventId]);
    expect(after.seen[0]?.attempt).toBe(1);
  });

  it('a drain waits for what is under way and takes nothing more', async () => {
    const { first } = pair();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    await first.append(range(6).map((n) => recordOf(newConversation(), n)));
    const { consumption, batches } = await watch(first, 'drain', { lanes: 1, maxBatch: 2, handle: () => gate });
    await until(() => batches.length === 1);
    const drained = consumption.drain();
    release();
    await drained;
    expect(batches).toHaveLength(1);
  });

  it('what a killed process had not settled comes again to the next one, in order, and nothing is lost', async () => {
    const { first, second } = pair();
    const talks = range(8).map(() => newConversation());
    for (const n of range(4)) await first.append(talks.map((talk) => recordOf(talk, n)));
    let batches = 0;
    const dead = await watch(first, 'killed', {
      lanes: 1,
      maxBatch: 3,
      handle: () => ((batches += 1) <= 3 ? Promise.resolve() : killed()),
    });
    await until(() => batches === 4);
    await kill(first);
    const next = await watch(second, 'killed');
    await until(() => next.consumption.lag() === 0);
    await next.consumption.drain();
    for (const talk of talks) {
      const all = new Set([...eventsOf(talk, dead.seen), ...eventsOf(talk, next.seen)]);
      expect([...all].sort()).toEqual(range(4).map((n) => recordOf(talk, n).eventId));
      expect([...eventsOf(talk, next.seen)]).toEqual([...eventsOf(talk, next.seen)].sort());
    }
  });

  it('rule 13: two consumers of one name at once skip nothing between them', async () => {
    const { first, second } = pair();
    const talk = newConversation();
    const [one, two] = [await watch(first, 'twice'), await watch(second, 'twice')];
    for (const n of range(40)) await (n % 2 === 0 ? first : second).append([recordOf(talk, n)]);
    const expected = range(40).map((n) => recordOf(talk, n).eventId);
    const offered = (): readonly string[] => [...new Set([...eventsOf(talk, one.seen), ...eventsOf(talk, two.seen)])];
    await until(() =>
      subject.sharesConversations ? offered().length === 40 : one.seen.length === 40 && two.seen.length === 40,
    );
    await Promise.all([one.consumption.drain(), two.consumption.drain()]);
    if (subject.sharesConversations) return expect([...offered()].sort()).toEqual([...expected].sort());
    for (const { seen } of [one, two]) expect(eventsOf(talk, seen)).toEqual(expected);
  });

  it('each consumer name has a watermark of its own', async () => {
    const { first, second } = pair();
    const talk = newConversation();
    await first.append([recordOf(talk, 1)]);
    for (const name of ['here', 'there']) {
      const { consumption, seen } = await watch(second, name);
      await until(() => seen.length === 1);
      await consumption.drain();
    }
  });

  it('rule 19: counts how often a record was begun by processes that died, and hands it over alone from the third time', async () => {
    let { first } = pair();
    const talks = range(12).map(() => newConversation());
    const killer = talks[3] as (typeof talks)[0];
    await first.append(talks.map((talk) => recordOf(talk, 1)));
    const attempts: number[] = [];
    for (let life = 1; life <= 5; life += 1) {
      let met = false;
      const handle = (batch: readonly { readonly conversation: string; readonly attempt: number }[]): Promise<void> => {
        const record = batch.find(({ conversation }) => conversation === killer.conversation);
        if (record === undefined) return Promise.resolve();
        attempts.push(record.attempt);
        if (record.attempt >= 3) expect(batch).toHaveLength(1);
        met = true;
        return killed();
      };
      await watch(first, 'killer', { lanes: 1, maxBatch: 6, handle });
      await until(() => met);
      first = await kill(first);
    }
    const survivor = await watch(first, 'killer');
    await until(() => survivor.consumption.lag() === 0);
    await survivor.consumption.drain();
    expect(attempts).toEqual([1, 1, 2, 3, 4]);
    expect(survivor.seen.find(({ conversation }) => conversation === killer.conversation)?.attempt).toBe(5);
    const others = survivor.seen.filter(({ conversation }) => conversation !== killer.conversation);
    expect(Math.max(0, ...others.map(({ attempt }) => attempt))).toBeLessThan(5);
  });
}
