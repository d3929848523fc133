import { sha256Hex } from '@parley/message';
import type { Problem } from '@parley/statechart';
import { checkFlowText } from './check-flow.ts';
import type { EnginePorts } from './engine-ports.ts';
import type { FlowLibrary } from './flow-library.ts';
import type { Manifests } from './manifests.ts';

export interface PublishFlow {
  readonly ports: Pick<EnginePorts, 'flows' | 'catalogue' | 'now'>;
  readonly manifests: Manifests;
  readonly library: FlowLibrary;
}

export type PublishAnswer =
  | {
      readonly kind: 'published';
      readonly hash: string;
      readonly publishedAt: number;
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'no-draft' };

/** Makes a version of the draft, if nothing is wrong with it. Publishing the same text again is the same version. */
export async function publishFlow(self: PublishFlow, tenant: string, flow: string): Promise<PublishAnswer> {
  const { ports, manifests, library } = self;

  // 1 The draft, checked as a whole.
  const draft = await ports.flows.draft(tenant, flow);
  if (draft === null) return { kind: 'no-draft' };
  const { checked, problems } = await checkFlowText(manifests, flow, draft.text);
  if (!checked.ok) return { kind: 'refused', problems };

  // 2 Immutable from here on, addressed by its hash.
  const hash = sha256Hex(draft.text);
  const known = await ports.flows.version(tenant, hash);
  const publishedAt = known?.publishedAt ?? ports.now();
  await ports.flows.publish({ tenant, flow, hash, text: draft.text, publishedAt });

  // 3 Trained now, never in a turn.
  library.learn(tenant, hash, draft.text);
  return { kind: 'published', hash, publishedAt, problems };
}
