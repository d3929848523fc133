import { entryAt, newConversation, operationOf } from '../journal/journal-fixtures.ts';
import type { Journal } from '../journal/journal.ts';
import type { Operations } from '../operations/operations.ts';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { WorkLists } from './work-lists.ts';

/** Lists beside the ports that fill them. */
export interface ListsWithWork {
  readonly lists: WorkLists;
  readonly journal: Journal;
  readonly operations: Operations;
}

export function workListsSuite(subject: SuiteSubject<ListsWithWork>): void {
  describe(`lists of work kept by ${subject.name}`, () => {
    let pair: AdapterPair<ListsWithWork>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('show open operations by their deadlines, a page at a time, those of their tenant alone', async () => {
      for (const deadline of [30_000, 10_000, 20_000]) {
        const ref = newConversation('works');
        await pair.first.journal.commit([entryAt(ref, 1, { opens: [operationOf(ref, 1, { deadline })] })]);
      }
      const other = newConversation('others');
      await pair.first.journal.commit([entryAt(other, 1, { opens: [operationOf(other, 1)] })]);
      const page = await pair.second.lists.operations('works', 2);
      expect(page.map(({ deadline }) => deadline)).toEqual([10_000, 20_000]);
      expect(page[0]).toMatchObject({ tenant: 'works', adapter: 'demo-bank', seq: 1, attempts: 3, claimed: 0 });
      const rest = await pair.second.lists.operations('works', 2, page[1]);
      expect(rest.map(({ deadline }) => deadline)).toEqual([30_000]);
    });

    it('count the attempts of an operation, and leave it out once it is closed', async () => {
      const ref = newConversation('claims');
      const operation = operationOf(ref, 1);
      await pair.first.journal.commit([entryAt(ref, 1, { opens: [operation] })]);
      const claim = { ...ref, operation: operation.operation, attempt: 1, generation: 1, request: new Uint8Array(1) };
      await pair.first.operations.claim({ ...claim, claimedAt: 1_000, claimedUntil: 2_000 });
      expect(await pair.second.lists.operations('claims', 9)).toMatchObject([{ claimed: 1 }]);
      await pair.first.journal.commit([entryAt(ref, 2, { closes: [operation.operation] })]);
      expect(await pair.second.lists.operations('claims', 9)).toEqual([]);
    });

    it('show failed entries newest first, a page at a time, those of their tenant alone', async () => {
      const ref = newConversation('fails');
      const entries = ['failed', 'taken', 'failed', 'failed'].map((outcome, n) => entryAt(ref, n + 1, { outcome }));
      for (const entry of entries) await pair.first.journal.commit([entry]);
      await pair.first.journal.commit([entryAt(newConversation('others'), 1, { outcome: 'failed' })]);
      const page = await pair.second.lists.failed('fails', 2);
      expect(page.map(({ seq }) => seq)).toEqual([4, 3]);
      expect(page[0]).toEqual({ ...ref, seq: 4, eventId: entries[3]?.eventId, now: 1_004 });
      expect((await pair.second.lists.failed('fails', 2, page[1])).map(({ seq }) => seq)).toEqual([1]);
      expect(await pair.second.lists.failed('nobody', 2)).toEqual([]);
    });
  });
}
