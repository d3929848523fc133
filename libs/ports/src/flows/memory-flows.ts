import { Flows, flowTag, type FlowDraft, type FlowVersion } from './flows.ts';

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

  override saveDraft(draft: FlowDraft, expected?: string): Promise<'saved' | 'changed'> {
    if (!this.isAsExpected(draft.tenant, draft.flow, expected)) return Promise.resolve('changed');
    this.store.drafts.set(nameOf(draft.tenant, draft.flow), draft);
    return Promise.resolve('saved');
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

  override setDefault(
    tenant: string,
    flow: string,
    hash: string,
    expected?: string,
  ): Promise<'set' | 'no-such-version' | 'changed'> {
    if (!this.isAsExpected(tenant, flow, expected)) return Promise.resolve('changed');
    if (!this.find(tenant, flow, hash)) return Promise.resolve('no-such-version');
    this.store.defaults.set(nameOf(tenant, flow), hash);
    return Promise.resolve('set');
  }

  override defaultVersion(tenant: string, flow: string): Promise<FlowVersion | null> {
    const hash = this.store.defaults.get(nameOf(tenant, flow));
    return Promise.resolve(hash === undefined ? null : this.find(tenant, flow, hash));
  }

  private isAsExpected(tenant: string, flow: string, expected: string | undefined): boolean {
    const draft = this.store.drafts.get(nameOf(tenant, flow))?.text ?? null;
    const tag = flowTag(draft, this.store.defaults.get(nameOf(tenant, flow)) ?? null);
    return expected === undefined || expected === tag;
  }

  private find(tenant: string, flow: string, hash: string): FlowVersion | null {
    const same = (row: FlowVersion): boolean => row.tenant === tenant && row.flow === flow && row.hash === hash;
    return this.store.versions.find(same) ?? null;
  }
}

const nameOf = (tenant: string, flow: string): string => JSON.stringify([tenant, flow]);
