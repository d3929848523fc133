import { Flows, type FlowDraft, type FlowVersion } from './flows.ts';

export interface FlowsStore {
  readonly drafts: Map<string, FlowDraft>;
  readonly versions: FlowVersion[];
  readonly defaults: Map<string, string>;
}

export const newFlowsStore = (): FlowsStore => ({ drafts: new Map(), versions: [], defaults: new Map() });

export class MemoryFlows extends Flows {
  private readonly store: FlowsStore;

  constructor(store: FlowsStore = newFlowsStore()) {
    super();
    this.store = store;
  }

  override saveDraft(draft: FlowDraft): Promise<void> {
    this.store.drafts.set(nameOf(draft.tenant, draft.flow), draft);
    return Promise.resolve();
  }

  override draft(tenant: string, flow: string): Promise<FlowDraft | null> {
    return Promise.resolve(this.store.drafts.get(nameOf(tenant, flow)) ?? null);
  }

  override publish(version: FlowVersion): Promise<void> {
    if (!this.find(version.tenant, version.flow, version.hash)) this.store.versions.push(version);
    return Promise.resolve();
  }

  override version(tenant: string, hash: string): Promise<FlowVersion | null> {
    return Promise.resolve(this.store.versions.find((row) => row.tenant === tenant && row.hash === hash) ?? null);
  }

  override versions(tenant: string, flow: string): Promise<readonly FlowVersion[]> {
    const rows = this.store.versions.filter((row) => row.tenant === tenant && row.flow === flow);
    return Promise.resolve(rows.sort((a, b) => b.publishedAt - a.publishedAt || (a.hash < b.hash ? -1 : 1)));
  }

  override setDefault(tenant: string, flow: string, hash: string): Promise<'set' | 'no-such-version'> {
    if (!this.find(tenant, flow, hash)) return Promise.resolve('no-such-version');
    this.store.defaults.set(nameOf(tenant, flow), hash);
    return Promise.resolve('set');
  }

  override defaultVersion(tenant: string, flow: string): Promise<FlowVersion | null> {
    const hash = this.store.defaults.get(nameOf(tenant, flow));
    return Promise.resolve(hash === undefined ? null : this.find(tenant, flow, hash));
  }

  private find(tenant: string, flow: string, hash: string): FlowVersion | null {
    const same = (row: FlowVersion): boolean => row.tenant === tenant && row.flow === flow && row.hash === hash;
    return this.store.versions.find(same) ?? null;
  }
}

const nameOf = (tenant: string, flow: string): string => JSON.stringify([tenant, flow]);
