import { checkFlow, type CheckedFlow } from '@parley/flow';
import type { Problem } from '@parley/statechart';
import type { Manifests } from './manifests.ts';

export interface FlowCheck {
  readonly checked: CheckedFlow;
  /** Errors and warnings. */
  readonly problems: readonly Problem[];
}

/** Checks a text against everything that is known here: its own rules, what the adapters offer, the id it is saved under. */
export async function checkFlowText(manifests: Manifests, flow: string, text: string): Promise<FlowCheck> {
  const checked = checkFlow(text, { manifests: await manifests.all() });
  if (!checked.ok) return { checked, problems: checked.problems };
  if (checked.flow.id === flow) return { checked, problems: checked.warnings };
  const problem = {
    pointer: '/id',
    code: 'flow-id-differs',
    message: `The text says '${checked.flow.id}', but it is saved as '${flow}'.`,
    fix: `Write "id": "${flow}", or save it as '${checked.flow.id}'.`,
  };
  return { checked: { ok: false, problems: [problem] }, problems: [problem, ...checked.warnings] };
}
