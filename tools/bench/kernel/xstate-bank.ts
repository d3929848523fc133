import type { CoreAction, CoreInitial, CoreMachine, CoreState, CoreTransition } from '@parley/statechart';
import { assign, createMachine, enqueueActions, fromPromise } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { nativeBlock } from './native-block.ts';
import type { Data, NativeBlock } from './native-block.ts';
import { nativeCode } from './native-code.ts';
import type { Native } from './native-code.ts';

interface PeerEvent {
  readonly type: string;
  readonly data?: unknown;
  readonly output?: unknown;
  readonly now?: number;
}

interface PeerArguments {
  readonly context: Data;
  readonly event: PeerEvent;
}

/**
 * The bank machine as XState 5 runs it best: guards and actions are JavaScript functions, what one block of actions
 * assigns is assigned at once. `In` looks at the snapshot through XState's own form of `stateIn`. It has no deferred
 * events: that part is left out.
 */
export function peerConfig(core: CoreMachine): object {
  return {
    id: core.id,
    context: Object.fromEntries((core.data ?? []).map(({ id, value }) => [id, value])),
    initial: targetsOf(core.initial)?.[0]?.slice(1) ?? core.states[0]?.id,
    states: childrenOf(core.states),
  };
}

export function makePeer(config: object): AnyStateMachine {
  return createMachine(config, { actors: { 'demo-bank.transfer': fromPromise(() => new Promise<never>(() => {})) } });
}

function childrenOf(states: readonly CoreState[]): object {
  return Object.fromEntries(states.map((state) => [state.id, stateOf(state)]));
}

function stateOf(state: CoreState): object {
  const { id, type, states = [], initial } = state;
  if (type === 'history') return { id, type, history: state.history, target: targetsOf(initial)?.[0] };
  const first = states.find((child) => child.type !== 'history')?.id;
  const entry = actionsOf(state.entry);
  const exit = actionsOf(state.exit);
  return {
    id,
    ...(type === undefined || type === 'atomic' || type === 'compound' ? {} : { type }),
    ...(states.length === 0 ? {} : { states: childrenOf(states) }),
    ...(states.length === 0 || type === 'parallel' ? {} : { initial: targetsOf(initial)?.[0]?.slice(1) ?? first }),
    ...(entry.length === 0 ? {} : { entry }),
    ...(exit.length === 0 ? {} : { exit }),
    ...transitionsOf(state),
    ...(state.invoke === undefined
      ? {}
      : { invoke: state.invoke.map((one) => ({ id: one.id, src: one.src, input: {} })) }),
  };
}

function transitionsOf({ transitions = [], after = [] }: CoreState): object {
  const on: Record<string, object[]> = {};
  const always: object[] = [];
  for (const transition of transitions) {
    const made = transitionOf(transition);
    if (transition.event === undefined) always.push(made);
    for (const event of [transition.event ?? []].flat()) (on[peerEvent(event)] ??= []).push(made);
  }
  const timers: Record<number, object[]> = {};
  for (const one of after) (timers[one.delayMs] ??= []).push(transitionOf(one));
  return {
    on,
    ...(always.length === 0 ? {} : { always }),
    ...(after.length === 0 ? {} : { after: timers }),
  };
}

function transitionOf(transition: CoreTransition): object {
  const actions = actionsOf(transition.do);
  return {
    ...(transition.target === undefined
      ? {}
      : { target: targetsOf(transition.target), reenter: transition.internal !== true }),
    ...(transition.cond === undefined ? {} : { guard: guardOf(nativeCode(transition.cond)) }),
    ...(actions.length === 0 ? {} : { actions }),
  };
}

function targetsOf(target: string | readonly string[] | CoreInitial | undefined): readonly string[] | undefined {
  if (target === undefined) return undefined;
  if (typeof target === 'object' && 'target' in target) return targetsOf(target.target);
  return [target].flat().map((id) => `#${id}`);
}

function peerEvent(event: string): string {
  if (event === 'error') return 'xstate.error.*';
  // Ours match a prefix as W3C says; there it needs its star.
  if (event === 'intent') return 'intent.*';
  return event
    .replace(/^done\.state\./, 'xstate.done.state.')
    .replace(/^done\.invoke\./, 'xstate.done.actor.')
    .replace(/^error\.invoke\.failed\./, 'xstate.error.actor.');
}

/** XState's own shape of a guard that looks at the snapshot: an object with `check`. */
function guardOf(native: Native): unknown {
  const guard = (): never => {
    throw new Error('Asked without its snapshot.');
  };
  guard.check = (snapshot: AnyMachineSnapshot, { context, event }: PeerArguments): boolean =>
    native({ ...scopeOf(context, event), isIn: (state) => isIn(snapshot, state) }) === true;
  return guard;
}

function isIn(snapshot: AnyMachineSnapshot, state: string): boolean {
  return snapshot._nodes.some(({ id }) => id === state);
}

function scopeOf(data: Data, event: PeerEvent): { data: Data; event: unknown; now: number } {
  return { data, event: event.data ?? event.output, now: event.now ?? 0 };
}

function actionsOf(written: CoreState['entry']): unknown[] {
  const actions: readonly CoreAction[] = (written ?? []).flat();
  if (actions.length === 0) return [];
  const block = nativeBlock(actions);
  if (!block.hasEffects) return [assign(({ context, event }) => block.run(nowhere(context, event)).data)];
  return [enqueueOf(block)];
}

function enqueueOf(block: NativeBlock): unknown {
  return enqueueActions(({ context, event, enqueue }) => {
    const { data, effects } = block.run(nowhere(context as Data, event as PeerEvent));
    if (data !== context) enqueue.assign(data);
    for (const effect of effects) {
      if (effect.type === 'raise') enqueue.raise(effect.params as PeerEvent);
      else enqueue(effect);
    }
  });
}

function nowhere(data: Data, event: PeerEvent): Parameters<NativeBlock['run']>[0] {
  return {
    ...scopeOf(data, event),
    isIn: () => {
      throw new Error('An action of the bank example that asks In().');
    },
  };
}
