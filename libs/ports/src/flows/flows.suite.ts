import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import { flowTag, type Flows, type FlowVersion } from './flows.ts';

const NOON = 1_760_000_000_000;

export function flowsSuite(subject: SuiteSubject<Flows>): void {
  describe(`flows kept by ${subject.name}`, () => {
    let pair: AdapterPair<Flows>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('keep their text to the byte: spaces, order of members, numbers as written, any script', async () => {
      const text = '{\n  "b": 1.0, "a": 1e2,\t"é":"日本 😀 \\u0000 \\ud800", "b2": "\u2028"\r\n}  ';
      await pair.first.saveDraft({ tenant: 'bytes', flow: 'f', text, savedAt: NOON });
      await pair.first.publish({ tenant: 'bytes', flow: 'f', hash: 'h', text, publishedAt: NOON });
      expect((await pair.second.draft('bytes', 'f'))?.text).toBe(text);
      expect((await pair.second.version('bytes', 'h'))?.text).toBe(text);
    });

    it('have one draft, the newest, which is not a version', async () => {
      await pair.first.saveDraft({ tenant: 'drafts', flow: 'f', text: 'one', savedAt: NOON });
      await pair.second.saveDraft({ tenant: 'drafts', flow: 'f', text: 'two', savedAt: NOON + 1 });
      expect(await pair.first.draft('drafts', 'f')).toEqual({
        tenant: 'drafts',
        flow: 'f',
        text: 'two',
        savedAt: NOON + 1,
      });
      expect(await pair.first.versions('drafts', 'f')).toEqual([]);
      expect(await pair.first.defaultVersion('drafts', 'f')).toBeNull();
    });

    it('keep every published version, newest first, also when the draft goes on', async () => {
      const versions = [version('kept', 'h1', 1), version('kept', 'h2', 2), version('kept', 'h3', 3)];
      for (const each of versions) await pair.first.publish(each);
      await pair.first.saveDraft({ tenant: 'kept', flow: 'f', text: 'newer', savedAt: NOON });
      expect(await pair.second.versions('kept', 'f')).toEqual([...versions].reverse());
      expect(await pair.second.version('kept', 'h1')).toEqual(versions[0]);
    });

    it('never change a published version, not even by publishing its hash again', async () => {
      const first = version('fixed', 'h', 1);
      await pair.first.publish(first);
      await pair.second.publish({ ...first, text: 'something else', publishedAt: NOON + 99 });
      expect(await pair.first.version('fixed', 'h')).toEqual(first);
      expect(await pair.first.versions('fixed', 'f')).toEqual([first]);
    });

    it('have one version when two publish the same text at once', async () => {
      const same = version('raced', 'h', 1);
      await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? pair.first : pair.second).publish(same)));
      expect(await pair.first.versions('raced', 'f')).toEqual([same]);
    });

    it('run as default the version that was set last, and may be set back', async () => {
      const [one, two] = [version('default', 'h1', 1), version('default', 'h2', 2)];
      for (const each of [one, two]) await pair.first.publish(each);
      expect(await pair.first.defaultVersion('default', 'f')).toBeNull();
      expect(await pair.first.setDefault('default', 'f', 'h2')).toBe('set');
      expect(await pair.second.defaultVersion('default', 'f')).toEqual(two);
      expect(await pair.second.setDefault('default', 'f', 'h1')).toBe('set');
      expect(await pair.first.defaultVersion('default', 'f')).toEqual(one);
    });

    it('keep their draft when a default is set, and their default when a draft is saved', async () => {
      await pair.first.saveDraft({ tenant: 'both', flow: 'f', text: 'draft', savedAt: NOON });
      await pair.first.publish(version('both', 'h', 1));
      await pair.first.setDefault('both', 'f', 'h');
      await pair.second.saveDraft({ tenant: 'both', flow: 'f', text: 'draft 2', savedAt: NOON });
      expect((await pair.first.draft('both', 'f'))?.text).toBe('draft 2');
      expect((await pair.first.defaultVersion('both', 'f'))?.hash).toBe('h');
    });

    it('refuse as default what was never published, or published as another flow or by another tenant', async () => {
      await pair.first.publish(version('mine', 'h-mine', 1));
      await pair.first.publish({ ...version('mine', 'h-other-flow', 1), flow: 'other' });
      await pair.first.publish(version('theirs', 'h-theirs', 1));
      for (const hash of ['never', 'h-other-flow', 'h-theirs']) {
        expect(await pair.first.setDefault('mine', 'f', hash)).toBe('no-such-version');
      }
      expect(await pair.first.defaultVersion('mine', 'f')).toBeNull();
    });

    it('change only from what was seen, where that is asked for', async () => {
      const draft = (text: string) => ({ tenant: 'tags', flow: 'f', text, savedAt: NOON });
      expect(await pair.first.saveDraft(draft('one'), flowTag(null, null))).toBe('saved');
      expect(await pair.second.saveDraft(draft('two'), flowTag(null, null))).toBe('changed');
      expect(await pair.second.saveDraft(draft('two'), flowTag('one', null))).toBe('saved');
      await pair.first.publish(version('tags', 'h', 1));
      expect(await pair.first.setDefault('tags', 'f', 'h', flowTag('one', null))).toBe('changed');
      expect(await pair.first.setDefault('tags', 'f', 'h', flowTag('two', null))).toBe('set');
      expect(await pair.second.saveDraft(draft('three'), flowTag('two', null))).toBe('changed');
      expect(await pair.second.saveDraft(draft('three'), flowTag('two', 'h'))).toBe('saved');
    });

    it('let one of many change what all of them saw', async () => {
      const draft = (text: string) => ({ tenant: 'race', flow: 'f', text, savedAt: NOON });
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          (n % 2 === 0 ? pair.first : pair.second).saveDraft(draft(`text ${n}`), flowTag(null, null)),
        ),
      );
      expect(answers.filter((answer) => answer === 'saved')).toHaveLength(1);
    });

    it('are never seen by another tenant', async () => {
      await pair.first.saveDraft({ tenant: 'tenant-a', flow: 'f', text: 'a', savedAt: NOON });
      await pair.first.publish(version('tenant-a', 'h', 1));
      await pair.first.setDefault('tenant-a', 'f', 'h');
      expect(await pair.second.draft('tenant-b', 'f')).toBeNull();
      expect(await pair.second.version('tenant-b', 'h')).toBeNull();
      expect(await pair.second.versions('tenant-b', 'f')).toEqual([]);
      expect(await pair.second.defaultVersion('tenant-b', 'f')).toBeNull();
    });
  });
}

const version = (tenant: string, hash: string, at: number): FlowVersion => ({
  tenant,
  flow: 'f',
  hash,
  text: `text of ${hash}`,
  publishedAt: NOON + at,
});
