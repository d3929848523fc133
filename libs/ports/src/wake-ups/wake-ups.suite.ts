import { newConversation } from '../journal/journal-fixtures.ts';
import type { ConversationRef } from '../journal/journal.ts';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { WakeUp, WakeUps } from './wake-ups.ts';

/** Setting wake-ups by the journal's commit is in the journal's suite. */
export function wakeUpsSuite(subject: SuiteSubject<WakeUps>): void {
  describe(`wake-ups kept by ${subject.name}`, () => {
    let pair: AdapterPair<WakeUps>;
    beforeEach(async () => {
      pair = await subject.open();
    }, 60_000);
    afterEach(() => pair.close());

    it('rule 5: answers what is due, earliest first, of every tenant, as many as asked for', async () => {
      const rows = [wakeUp(300), wakeUp(100, 'b'), wakeUp(200, 'c'), wakeUp(900)];
      await pair.first.arrange(rows);
      expect(await pair.second.due(300, 10)).toEqual([rows[1], rows[2], rows[0]]);
      expect(await pair.second.due(300, 2)).toEqual([rows[1], rows[2]]);
      expect(await pair.second.due(99, 10)).toEqual([]);
    });

    it('rule 5: keeps at most one of a conversation, the earliest', async () => {
      const talk = newConversation();
      await pair.first.arrange([wakeUp(500, 'a', talk), wakeUp(400, 'a', talk)]);
      await pair.second.arrange([wakeUp(450, 'a', talk)]);
      expect(await pair.first.due(1_000, 10)).toEqual([wakeUp(400, 'a', talk)]);
      await pair.second.arrange([wakeUp(50, 'a', talk)]);
      expect(await pair.first.due(1_000, 10)).toEqual([wakeUp(50, 'a', talk)]);
    });

    it('rule 5: clears what was fired, unless it was set anew meanwhile', async () => {
      const [fired, moved] = [wakeUp(100), wakeUp(100)];
      await pair.first.arrange([fired, moved]);
      await pair.second.arrange([{ ...moved, due: 60 }]);
      await pair.first.clear([fired, moved]);
      expect(await pair.second.due(1_000, 10)).toEqual([{ ...moved, due: 60 }]);
    });

    it('arranges the next one after the last was cleared', async () => {
      const fired = wakeUp(100);
      await pair.first.arrange([fired]);
      await pair.first.clear([fired]);
      await pair.second.arrange([{ ...fired, due: 7_000 }]);
      expect(await pair.first.due(10_000, 10)).toEqual([{ ...fired, due: 7_000 }]);
    });

    it('says when the next one is due, or that there is none', async () => {
      expect(await pair.first.next()).toBeNull();
      await pair.first.arrange([wakeUp(800), wakeUp(600, 'b')]);
      expect(await pair.second.next()).toBe(600);
    });

    it('clears and arranges in two processes at once without blocking', async () => {
      const rows = Array.from({ length: 50 }, (_, n) => wakeUp(100 + n));
      await pair.first.arrange(rows);
      await Promise.all([
        pair.first.clear(rows),
        pair.second.arrange([...rows].reverse()),
        pair.second.clear([...rows].reverse()),
      ]);
      expect((await pair.first.due(10_000, 100)).length).toBeLessThanOrEqual(50);
    });

    it('does nothing when asked for nothing', async () => {
      await pair.first.clear([]);
      await pair.first.arrange([]);
      expect(await pair.first.next()).toBeNull();
    });
  });
}

function wakeUp(due: number, tenant = 'acme', talk: ConversationRef = newConversation(tenant)): WakeUp {
  return { ...talk, connection: 'k1', due };
}
