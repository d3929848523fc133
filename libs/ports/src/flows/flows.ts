import { sha256Hex } from '@parley/message';

/** Flows of a tenant: drafts may change, published versions are immutable, addressed by the sha-256 of their text, never deleted. */
export abstract class Flows {
  /** The newest draft counts; `expected` = only if the flow's tag (`flowTag`) is this one. */
  abstract saveDraft(draft: FlowDraft, expected?: string): Promise<'saved' | 'changed'>;
  abstract draft(tenant: string, flow: string): Promise<FlowDraft | null>;
  /** Publishing the same text again is the same version, with its first date. */
  abstract publish(version: FlowVersion): Promise<void>;
  /** By the hash alone: an episode pins it. */
  abstract version(tenant: string, hash: string): Promise<FlowVersion | null>;
  /** Published versions of a flow, newest first; of one ms, by hash. */
  abstract versions(tenant: string, flow: string): Promise<readonly FlowVersion[]>;
  /** The version that new episodes of this flow run. */
  abstract setDefault(
    tenant: string,
    flow: string,
    hash: string,
    expected?: string,
  ): Promise<'set' | 'no-such-version' | 'changed'>;
  abstract defaultVersion(tenant: string, flow: string): Promise<FlowVersion | null>;
}

/** Changes whenever the draft or the default version does. */
export function flowTag(draft: string | null, defaultHash: string | null): string {
  return [draft === null ? null : sha256Hex(draft), defaultHash].map((hash) => hash?.slice(0, 20) ?? 'none').join('.');
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
