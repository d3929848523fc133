import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { ContextCache, KeptContext } from './context-cache.ts';

export function contextCacheSuite(subject: SuiteSubject<ContextCache>): void {
  describe(`contexts kept by ${subject.name}`, () => {
    let pair: AdapterPair<ContextCache>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('are read by every process, byte for byte', async () => {
      const [ref, kept] = [{ tenant: 'bank', conversation: 'read' }, context(1)];
      await pair.first.keep(ref, kept);
      expect(bytes(await pair.second.read(ref, kept.tag))).toEqual(bytes(kept.sealed));
    });

    it('rule 16: count only under the tag of the newest entry', async () => {
      const ref = { tenant: 'bank', conversation: 'tagged' };
      await pair.first.keep(ref, context(1));
      expect(await pair.second.read(ref, context(2).tag)).toBeNull();
      expect(await pair.second.read(ref, new Uint8Array())).toBeNull();
    });

    it('of a newer entry replace those of an older, never the other way round', async () => {
      const ref = { tenant: 'bank', conversation: 'newer' };
      await pair.first.keep(ref, context(9));
      await pair.first.keep(ref, context(10));
      await pair.second.keep(ref, context(9));
      expect(await pair.second.read(ref, context(9).tag)).toBeNull();
      expect(bytes(await pair.second.read(ref, context(10).tag))).toEqual(bytes(context(10).sealed));
    });

    it('are gone for everybody when they are forgotten, and may be kept again', async () => {
      const ref = { tenant: 'bank', conversation: 'forgotten' };
      await pair.first.keep(ref, context(3));
      await pair.second.forget(ref);
      expect(await pair.first.read(ref, context(3).tag)).toBeNull();
      await pair.first.keep(ref, context(1));
      expect(await pair.first.read(ref, context(1).tag)).not.toBeNull();
    });

    it('are of one conversation of one tenant', async () => {
      await pair.first.keep({ tenant: 'bank', conversation: 'mine' }, context(1));
      expect(await pair.first.read({ tenant: 'clinic', conversation: 'mine' }, context(1).tag)).toBeNull();
      expect(await pair.first.read({ tenant: 'bank', conversation: 'other' }, context(1).tag)).toBeNull();
    });
  });
}

/** Every byte there is, for they are no text. */
const context = (seq: number): KeptContext => ({
  seq,
  tag: new Uint8Array(32).fill(seq),
  sealed: Uint8Array.from({ length: 1_000 }, (_, n) => (n * 7 + seq) % 256),
});

const bytes = (array: Uint8Array | null): readonly number[] | null => array && [...array];
