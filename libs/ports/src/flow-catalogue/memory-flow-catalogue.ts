import { newFlowsStore, type FlowsStore } from '../flows/memory-flows.ts';
import { FlowCatalogue, type ArchivedVersion, type ListedFlow } from './flow-catalogue.ts';

/** Over the store of the memory twin of flows. */
export class MemoryFlowCatalogue extends FlowCatalogue {
  private readonly store: FlowsStore;
  private readonly archivedVersions: ArchivedVersion[];

  constructor(store: FlowsStore = newFlowsStore(), archivedVersions: ArchivedVersion[] = []) {
    super();
    this.store = store;
    this.archivedVersions = archivedVersions;
  }

  override list(tenant: string, after: string, limit: number): Promise<readonly ListedFlow[]> {
    const drafts = new Map(
      [...this.store.drafts.values()].filter((row) => row.tenant === tenant).map((row) => [row.flow, row.savedAt]),
    );
    const defaults = new Map(
      [...this.store.defaults].flatMap(([name, hash]) => {
        const [owner, flow] = JSON.parse(name) as [string, string];
        return owner === tenant ? [[flow, hash] as const] : [];
      }),
    );
    const flows = [...new Set([...drafts.keys(), ...defaults.keys()])].filter((flow) => flow > after).sort();
    const rows = flows.slice(0, limit).map((flow) => ({
      flow,
      draftSavedAt: drafts.get(flow) ?? null,
      defaultHash: defaults.get(flow) ?? null,
    }));
    return Promise.resolve(rows);
  }

  override archive(version: ArchivedVersion): Promise<'archived' | 'no-such-version' | 'is-default'> {
    const isSame = (row: { tenant: string; flow: string; hash: string }): boolean =>
      row.tenant === version.tenant && row.flow === version.flow && row.hash === version.hash;
    if (!this.store.versions.some(isSame)) return Promise.resolve('no-such-version');
    const current = this.store.defaults.get(JSON.stringify([version.tenant, version.flow]));
    if (current === version.hash) return Promise.resolve('is-default');
    if (!this.archivedVersions.some(isSame)) this.archivedVersions.push(version);
    return Promise.resolve('archived');
  }

  override archived(tenant: string, flow: string): Promise<ReadonlyMap<string, number>> {
    const own = this.archivedVersions.filter((row) => row.tenant === tenant && row.flow === flow);
    return Promise.resolve(new Map(own.map(({ hash, archivedAt }) => [hash, archivedAt])));
  }
}
