/** A tenant's flows as lists show them, and which of their versions are archived. Versions themselves never change. */
export abstract class FlowCatalogue {
  /** In order of their ids, those after this one. */
  abstract list(tenant: string, after: string, limit: number): Promise<readonly ListedFlow[]>;
  /** Archives a published version; the first time counts. The default version is not archived. */
  abstract archive(version: ArchivedVersion): Promise<'archived' | 'no-such-version' | 'is-default'>;
  /** When each archived version of a flow was archived, ms since the epoch, by hash. */
  abstract archived(tenant: string, flow: string): Promise<ReadonlyMap<string, number>>;
}

export interface ListedFlow {
  readonly flow: string;
  /** ms since the epoch; null = there is no draft. */
  readonly draftSavedAt: number | null;
  readonly defaultHash: string | null;
}

export interface ArchivedVersion {
  readonly tenant: string;
  readonly flow: string;
  readonly hash: string;
  /** ms since the epoch. */
  readonly archivedAt: number;
}
