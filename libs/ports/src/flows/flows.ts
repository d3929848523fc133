/** Flows of a tenant: drafts may change, published versions are immutable, addressed by the sha-256 of their text, never deleted. */
export abstract class Flows {
  abstract saveDraft(draft: FlowDraft): Promise<void>;
  abstract draft(tenant: string, flow: string): Promise<FlowDraft | null>;
  /** Publishing the same text again is the same version. */
  abstract publish(version: FlowVersion): Promise<void>;
  abstract version(tenant: string, hash: string): Promise<FlowVersion | null>;
  /** Published versions of a flow, newest first. */
  abstract versions(tenant: string, flow: string): Promise<readonly FlowVersion[]>;
  /** The version that new episodes of this flow run. */
  abstract setDefault(tenant: string, flow: string, hash: string): Promise<'set' | 'no-such-version'>;
  abstract defaultVersion(tenant: string, flow: string): Promise<FlowVersion | null>;
}

export interface FlowDraft {
  readonly tenant: string;
  readonly flow: string;
  readonly text: string;
  readonly savedAt: number;
}

export interface FlowVersion {
  readonly tenant: string;
  readonly flow: string;
  readonly hash: string;
  readonly text: string;
  readonly publishedAt: number;
}
