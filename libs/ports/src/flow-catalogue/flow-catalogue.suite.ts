import type { Flows } from '../flows/flows.ts';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { FlowCatalogue } from './flow-catalogue.ts';

const NOON = 1_760_000_000_000;

/** A catalogue beside the flows that it lists. */
export interface CatalogueWithFlows {
  readonly catalogue: FlowCatalogue;
  readonly flows: Flows;
}

export function flowCatalogueSuite(subject: SuiteSubject<CatalogueWithFlows>): void {
  describe(`the catalogue of flows kept by ${subject.name}`, () => {
    let pair: AdapterPair<CatalogueWithFlows>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    const publish = (tenant: string, flow: string, hash: string): Promise<void> =>
      pair.first.flows.publish({ tenant, flow, hash, text: hash, publishedAt: NOON });

    it('lists flows by their ids, a page at a time, those of their tenant alone', async () => {
      for (const flow of ['c', 'a', 'b']) {
        await pair.first.flows.saveDraft({ tenant: 'lists', flow, text: 'x', savedAt: NOON });
      }
      await pair.first.flows.saveDraft({ tenant: 'others', flow: 'd', text: 'x', savedAt: NOON });
      await publish('lists', 'b', 'h');
      await pair.first.flows.setDefault('lists', 'b', 'h');
      expect(await pair.second.catalogue.list('lists', '', 2)).toEqual([
        { flow: 'a', draftSavedAt: NOON, defaultHash: null },
        { flow: 'b', draftSavedAt: NOON, defaultHash: 'h' },
      ]);
      expect((await pair.second.catalogue.list('lists', 'b', 2)).map(({ flow }) => flow)).toEqual(['c']);
    });

    it('lists a flow that has a default version and no draft', async () => {
      await publish('bare', 'f', 'h');
      await pair.first.flows.setDefault('bare', 'f', 'h');
      expect(await pair.second.catalogue.list('bare', '', 9)).toEqual([
        { flow: 'f', draftSavedAt: null, defaultHash: 'h' },
      ]);
    });

    it('archives a version once, and changes nothing of it', async () => {
      await publish('old', 'f', 'h1');
      const archive = (archivedAt: number) =>
        pair.first.catalogue.archive({ tenant: 'old', flow: 'f', hash: 'h1', archivedAt });
      expect(await archive(NOON + 1)).toBe('archived');
      expect(await archive(NOON + 2)).toBe('archived');
      expect([...(await pair.second.catalogue.archived('old', 'f'))]).toEqual([['h1', NOON + 1]]);
      expect((await pair.second.flows.version('old', 'h1'))?.text).toBe('h1');
    });

    it('archives neither the default version, nor what is not published, nor anything of another tenant', async () => {
      await publish('keeps', 'f', 'h');
      await pair.first.flows.setDefault('keeps', 'f', 'h');
      const archive = (tenant: string, hash: string) =>
        pair.second.catalogue.archive({ tenant, flow: 'f', hash, archivedAt: NOON });
      expect(await archive('keeps', 'h')).toBe('is-default');
      expect(await archive('keeps', 'never')).toBe('no-such-version');
      expect(await archive('thief', 'h')).toBe('no-such-version');
      expect((await pair.first.catalogue.archived('keeps', 'f')).size).toBe(0);
      expect((await pair.first.catalogue.archived('thief', 'f')).size).toBe(0);
    });
  });
}
