import type { CoreAction, CoreMachine, CoreState } from '@parley/statechart';

/** JSON as XState's `createMachine` reads it. */
export type XStateConfig = Readonly<Record<string, unknown>>;
export type XStateTransition = XStateConfig;

export interface XStateNames {
  readonly machine: string;
  /** The key and id of a state: dots mean a path in XState, so they go. */
  readonly key: (state: string) => string;
  readonly event: (descriptor: string) => string;
}

export function namesOf(core: CoreMachine): XStateNames {
  const keys = new Map<string, string>();
  const used = new Set<string>();
  const add = (id: string): string => {
    const base = id.replace(/[^\p{L}\p{N}_-]/gu, '_').replace(/^__proto__$/, '__proto___');
    let key = base;
    for (let count = 2; used.has(key); count++) key = `${base}-${count}`;
    used.add(key);
    return key;
  };
  for (const id of idsOf(core.states)) if (!keys.has(id)) keys.set(id, add(id));
  const key = (state: string): string => keys.get(state) ?? state;
  return { machine: add(core.id), key, event: (descriptor) => eventName(descriptor, key) };
}

/** What the kernel and XState call the same thing by different names. */
function eventName(descriptor: string, key: (state: string) => string): string {
  const exact = /^done\.state\.(.+)$/.exec(descriptor);
  if (exact !== null) return `xstate.done.state.${key(exact[1] ?? '')}`;
  return descriptor
    .replace(/^done\.invoke\./, 'xstate.done.actor.')
    .replace(/^error\.invoke\.(?:failed|unknown)\./, 'xstate.error.actor.')
    .replace(/^(done|error)\.(?:state|invoke)$/, 'xstate.$1.*');
}

function idsOf(states: readonly CoreState[]): readonly string[] {
  return states.flatMap((state) => [state.id, ...idsOf(state.states ?? [])]);
}

/** An action as a named object; its text is in `params`. */
export function actionOf(action: CoreAction): XStateConfig {
  const { at: _at, ...params } = action;
  const [type = 'action'] = Object.keys(params);
  return { type: 'effect' in action ? action.effect : type, params };
}

/** The data as they begin; what is computed is null. */
export function contextOf(core: CoreMachine): XStateConfig | undefined {
  const data = [...(core.data ?? []), ...dataOf(core.states)];
  return data.length === 0 ? undefined : Object.fromEntries(data.map(({ id, value }) => [id, value ?? null]));
}

function dataOf(states: readonly CoreState[]): NonNullable<CoreState['data']> {
  return states.flatMap((state) => [...(state.data ?? []), ...dataOf(state.states ?? [])]);
}

/** Without the keys that have no value. */
export function compactConfig(config: XStateConfig): XStateConfig {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}
