import { operationOf, type FlowOperation } from './desugar/desugar-integration.ts';
import type { AuthoredFlow } from './format/authored.ts';

/** Operations of this adapter are models: `model.<name>`. */
export const MODEL_ADAPTER = 'model';

/** The model in the flow's own process, which learns from its examples. */
export const LOCAL_MODEL = 'local';

const DEFAULT_TIMEOUT = '10s';

/** How a model outside is asked what a message means; null = the local one is. Asking again does no harm: once more after a lost answer. */
export function remoteModelOf({ understanding }: AuthoredFlow): FlowOperation | null {
  const { at = '', model = LOCAL_MODEL, timeout = DEFAULT_TIMEOUT } = understanding ?? {};
  return model === LOCAL_MODEL
    ? null
    : operationOf({ at, adapter: `${MODEL_ADAPTER}.${model}`, timeout, retry: { at, max: 1 } });
}
