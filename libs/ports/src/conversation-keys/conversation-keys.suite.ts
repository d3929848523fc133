import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { ConversationKeys, NewConversationKey } from './conversation-keys.ts';

export function conversationKeysSuite(subject: SuiteSubject<ConversationKeys>): void {
  describe(`conversation keys kept by ${subject.name}`, () => {
    let pair: AdapterPair<ConversationKeys>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('answers a new key with what was inserted, through either adapter', async () => {
      const made = key('plain', 1, 7);
      expect(await pair.first.ensure([made])).toEqual([made]);
      expect(await pair.second.get([made])).toEqual([made]);
      expect(await pair.second.newest(made)).toEqual(made);
    });

    it('ends with one key when two processes create it at once, and both are told which', async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? pair.first : pair.second).ensure([key('raced', 1, n)])),
      );
      const winner = await pair.first.newest(key('raced', 1, 0));
      for (const answer of answers) expect(answer).toEqual([winner]);
    });

    it('ensures many conversations of several tenants in one call, old and new ones together', async () => {
      const old = key('many-2', 1, 2);
      await pair.first.ensure([old]);
      const asked = Array.from({ length: 40 }, (_, n) => ({ ...key(`many-${n}`, 1, 100 + n), tenant: `t${n % 3}` }));
      const answered = await pair.second.ensure([{ ...old, wrapped: Uint8Array.of(66) }, ...asked]);
      expect(byName(answered)).toEqual(byName([old, ...asked]));
    });

    it('keeps overlapping batches in opposite order from blocking each other', async () => {
      const batch = Array.from({ length: 20 }, (_, n) => key(`crossed-${n}`, 1, n));
      const [forward, backward] = await Promise.all([
        pair.first.ensure(batch),
        pair.second.ensure([...batch].reverse()),
      ]);
      expect(byName(forward)).toEqual(byName(backward));
    });

    it('answers a destroyed generation with null, for ever, and never takes it anew', async () => {
      const made = key('erased', 1, 5);
      await pair.first.ensure([made]);
      await pair.first.destroy(made, 1, 1_000);
      expect(await pair.second.get([made])).toEqual([{ ...made, wrapped: null }]);
      expect(await pair.second.ensure([key('erased', 1, 9)])).toEqual([{ ...made, wrapped: null }]);
    });

    it('begins the next generation after a destroyed one, and a destruction done again leaves it alone', async () => {
      const [one, two] = [key('again', 1, 1), key('again', 2, 2)];
      await pair.first.ensure([one]);
      await pair.first.destroy(one, 1, 1_000);
      expect(await pair.second.ensure([two])).toEqual([two]);
      await pair.second.destroy(one, 1, 2_000);
      expect(await pair.first.newest(two)).toEqual(two);
      expect(await pair.first.get([one, two])).toEqual([{ ...one, wrapped: null }, two]);
    });

    it('destroys every generation up to the one named', async () => {
      const generations = [key('deep', 1, 1), key('deep', 2, 2), key('deep', 3, 3)];
      for (const generation of generations) await pair.first.ensure([generation]);
      await pair.first.destroy(key('deep', 2, 0), 2, 1_000);
      expect((await pair.first.get(generations)).map(({ wrapped }) => wrapped)).toEqual([null, null, Uint8Array.of(3)]);
    });

    it('destroys one conversation and leaves the others readable', async () => {
      const [gone, stays] = [key('gone', 1, 1), key('stays', 1, 2)];
      await pair.first.ensure([gone, stays]);
      await pair.first.destroy(gone, 1, 1_000);
      expect(await pair.second.newest(stays)).toEqual(stays);
    });

    it('never shows or destroys a key for another tenant', async () => {
      const mine = key('same-id', 1, 1);
      const theirs = { ...key('same-id', 1, 2), tenant: 'other' };
      await pair.first.ensure([mine]);
      expect(await pair.first.get([theirs])).toEqual([]);
      expect(await pair.first.newest(theirs)).toBeNull();
      await pair.second.ensure([theirs]);
      await pair.second.destroy(theirs, 1, 1_000);
      expect(await pair.first.newest(mine)).toEqual(mine);
    });

    it('answers nothing for a conversation that has no key, and nothing for an empty question', async () => {
      expect(await pair.first.newest(key('unheard', 1, 1))).toBeNull();
      expect(await pair.first.get([key('unheard', 1, 1)])).toEqual([]);
      expect(await pair.first.get([])).toEqual([]);
      expect(await pair.first.ensure([])).toEqual([]);
    });
  });
}

const key = (conversation: string, generation: number, byte: number): NewConversationKey => ({
  tenant: 'keys',
  conversation,
  generation,
  wrapped: Uint8Array.of(byte),
});

function byName<Row extends { readonly tenant: string; readonly conversation: string }>(
  rows: readonly Row[],
): readonly Row[] {
  const name = (row: Row): string => `${row.tenant}/${row.conversation}`;
  return [...rows].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}
