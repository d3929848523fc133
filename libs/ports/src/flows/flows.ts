/** Flows of a tenant: drafts may change, published versions are immutable, addressed by the sha-256 of their text, never deleted. */
export abstract class Flows {
  /** The newest draft counts. */
  abstract saveDraft(draft: FlowDraft): Promise<void>;
  abstract draft(tenant: string, flow: string): Promise<FlowDraft | null>;
  /** Publishing the same text again is the same version, with its first date. */
  abstract publish(version: FlowVersion): Promise<void>;
  /** By the hash alone: an episode pins it. */
  abstract version(tenant: string, hash: string): Promise<FlowVersion | null>;
  /** Published versions of a flow, newest first; of one ms, by hash. */
  abstract versions(tenant: string, flow: string): Promise<readonly FlowVersion[]>;
  /** The version that new episodes of this flow run. */
  abstract setDefault(tenant: string, flow: string, hash: string): Promise<'set' | 'no-such-version'>;
  abstract defaultVersion(tenant: string, flow: string): Promise<FlowVersion | null>;
}

export interface FlowDraft {
  readonly tenant: string;
  readonly flow: string;
  /** As the author wrote it, to the byte: the order of its members has a meaning. */
  readonly text: string;
  /** ms since the epoch. */
  readonly savedAt: number;
}

export interface FlowVersion {
  readonly tenant: string;
  readonly flow: string;
  /** sha-256 (hex) of the text. */
  readonly hash: string;
  readonly text: string;
  /** ms since the epoch. */
  readonly publishedAt: number;
}
