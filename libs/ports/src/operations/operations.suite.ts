import { bytes, entryAt, hex, newConversation, operationOf } from '../journal/journal-fixtures.ts';
import type { ConversationRef, Journal, NewOperation } from '../journal/journal.ts';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { NewAttempt, OpenOperationRow, Operations } from './operations.ts';

/** Operations, and the journal over the same store that opens and closes them. */
export interface OperationsAndJournal {
  readonly operations: Operations;
  readonly journal: Journal;
}

export function operationsSuite(subject: SuiteSubject<OperationsAndJournal>): void {
  describe(`operations kept by ${subject.name}`, () => {
    let pair: AdapterPair<OperationsAndJournal>;
    beforeEach(async () => {
      pair = await subject.open();
    }, 60_000);
    afterEach(() => pair.close());

    const opened = async (
      changes: Partial<NewOperation> = {},
      tenant = 'acme',
    ): Promise<ConversationRef & { operation: string }> => {
      const talk = newConversation(tenant);
      const operation = operationOf(talk, 1, changes);
      await pair.first.journal.commit([entryAt(talk, 1, { now: 1_000, opens: [operation] })]);
      return { ...talk, operation: operation.operation };
    };
    const due = (now: number): Promise<readonly OpenOperationRow[]> => pair.second.operations.due(now, 1_000);

    it('rule 22: an operation is due from its entry’s now on, as it was opened, without a text', async () => {
      const ref = await opened();
      expect(await due(999)).toEqual([]);
      expect(await due(1_000)).toEqual([
        { ...operationOf(ref, 1), ...ref, connection: 'k1', seq: 1, notBefore: 1_000, claimed: 0, claimedUntil: null },
      ]);
    });

    it('rule 22: one of many who claim an attempt gets it', async () => {
      const ref = await opened();
      const claims = Array.from({ length: 10 }, (_, n) =>
        (n % 2 === 0 ? pair.first : pair.second).operations.claim(attempt(ref, 1)),
      );
      expect((await Promise.all(claims)).filter((won) => won)).toHaveLength(1);
    });

    it('rule 22: keeps the sealed request of attempt 1, to be sent again byte for byte', async () => {
      const ref = await opened();
      const request = Uint8Array.from({ length: 300 }, (_, n) => n % 256);
      await pair.first.operations.claim({ ...attempt(ref, 1), request, generation: 3 });
      await pair.second.operations.claim(attempt(ref, 2));
      const attempts = await pair.second.operations.attempts(ref);
      expect(attempts).toMatchObject([
        { attempt: 1, generation: 3, claimedAt: 1_100, claimedUntil: 3_100 },
        { attempt: 2, request: null, claimedAt: 1_200, claimedUntil: 3_200 },
      ]);
      expect(hex(attempts[0]?.request as Uint8Array)).toBe(hex(request));
    });

    it('rule 22: a claimed attempt is looked at again when its claim runs out, and counts as claimed', async () => {
      const ref = await opened();
      await pair.first.operations.claim(attempt(ref, 1));
      expect(await due(3_099)).toEqual([]);
      expect(await due(3_100)).toMatchObject([{ operation: ref.operation, claimed: 1, claimedUntil: 3_100 }]);
    });

    it('rule 22: an operation is looked at when its deadline comes, whatever was claimed or postponed', async () => {
      const ref = await opened({ deadline: 2_500 });
      await pair.first.operations.claim(attempt(ref, 1));
      await pair.first.operations.postpone(ref, 9_000);
      expect(await due(2_499)).toEqual([]);
      expect(await due(2_500)).toHaveLength(1);
    });

    it('a postponed operation waits; an earlier time does not bring it forward', async () => {
      const ref = await opened();
      await pair.first.operations.postpone(ref, 5_000);
      await pair.second.operations.postpone(ref, 4_000);
      expect(await due(4_999)).toEqual([]);
      expect(await due(5_000)).toMatchObject([{ notBefore: 5_000 }]);
    });

    it('a failed attempt’s back-off does not end before its claim', async () => {
      const ref = await opened();
      await pair.first.operations.claim(attempt(ref, 1));
      await pair.first.operations.postpone(ref, 2_000);
      expect(await due(3_099)).toEqual([]);
      expect(await due(3_100)).toHaveLength(1);
    });

    it('a closed operation is never due, and nobody can claim it', async () => {
      const ref = await opened();
      await pair.first.journal.commit([entryAt(ref, 2, { closes: [ref.operation] })]);
      expect(await due(10_000_000)).toEqual([]);
      expect(await pair.second.operations.claim(attempt(ref, 1))).toBe(false);
      expect(await pair.second.operations.attempts(ref)).toEqual([]);
    });

    it('keeps the attempts of a closed operation: a late result is known by them', async () => {
      const ref = await opened();
      await pair.first.operations.claim({ ...attempt(ref, 1), request: bytes('sealed') });
      await pair.first.journal.commit([entryAt(ref, 2, { closes: [ref.operation] })]);
      expect(await pair.second.operations.attempts(ref)).toHaveLength(1);
    });

    it('answers earliest first, of every tenant, as many as asked for, and says when to look again', async () => {
      expect(await pair.first.operations.next()).toBeNull();
      const [late, early] = [await opened(), await opened({}, 'other')];
      await pair.first.operations.postpone(late, 7_000);
      expect(await pair.second.operations.next()).toBe(1_000);
      expect((await due(9_000)).map(({ operation }) => operation)).toEqual([early.operation, late.operation]);
      expect(await pair.second.operations.due(9_000, 1)).toHaveLength(1);
      await pair.first.operations.postpone(early, 8_000);
      expect(await pair.second.operations.next()).toBe(7_000);
    });

    it('lets no other tenant claim, postpone or read an operation', async () => {
      const ref = await opened();
      const stranger = { ...ref, tenant: 'stranger' };
      expect(await pair.first.operations.claim(attempt(stranger, 1))).toBe(false);
      await pair.first.operations.postpone(stranger, 9_000);
      await pair.first.operations.claim(attempt(ref, 1));
      expect(await pair.second.operations.attempts(stranger)).toEqual([]);
      expect(await due(3_100)).toMatchObject([{ notBefore: 1_000 }]);
    });
  });
}

function attempt(ref: ConversationRef & { readonly operation: string }, number: number): NewAttempt {
  const { tenant, conversation, operation } = ref;
  const claimedAt = 1_000 + number * 100;
  return {
    tenant,
    conversation,
    operation,
    attempt: number,
    generation: 1,
    request: null,
    claimedAt,
    claimedUntil: claimedAt + 2_000,
  };
}
