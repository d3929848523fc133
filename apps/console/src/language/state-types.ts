import { flowJsonSchema } from '@parley/flow';

interface StateSchema {
  readonly properties?: { readonly type?: { readonly enum?: readonly string[] } };
}

interface FlowSchema {
  readonly $defs?: { readonly state?: { readonly anyOf?: readonly StateSchema[] } };
}

/** Every type of state that the format has. */
export const stateTypes: readonly string[] = (
  (flowJsonSchema as unknown as FlowSchema).$defs?.state?.anyOf ?? []
).flatMap(({ properties }) => properties?.type?.enum ?? []);
