import { compile, start, step } from '@parley/statechart';
import type {
  CoreAction,
  CoreInitial,
  CoreMachine,
  CoreState,
  CoreTransition,
  Machine,
  Snapshot,
  Step,
} from '@parley/statechart';
import { GaveUp } from './interpreter.ts';
import type { Interpreter, Player } from './interpreter.ts';
import { isPseudo } from './plan.ts';
import type { Plan, PlanAction, PlanCondition, PlanInitial, PlanState, PlanTransition } from './plan.ts';

/** The kernel itself, behind the same door as the oracles. */
export const kernel: Interpreter = {
  name: 'kernel',
  start(plan) {
    const compiled = compile(toCore(plan));
    if (!compiled.ok) throw new Error(`The kernel refuses the machine: ${JSON.stringify(compiled.problems)}`);
    return new KernelPlayer(compiled.machine);
  },
};

class KernelPlayer implements Player {
  private readonly machine: Machine;
  private snapshot: Snapshot;
  private seq = 1;
  private log: readonly string[] = [];

  constructor(machine: Machine) {
    this.machine = machine;
    this.snapshot = this.kept(start(machine, {}, this.at()));
  }

  get configuration(): readonly string[] {
    return [...this.snapshot.configuration].sort();
  }

  get isDone(): boolean {
    return this.snapshot.status === 'done';
  }

  takeLog(): readonly string[] {
    const { log } = this;
    this.log = [];
    return log;
  }

  send(event: string): void {
    this.seq++;
    this.snapshot = this.kept(step(this.machine, this.snapshot, { kind: 'event', name: event }, this.at()));
  }

  private kept({ snapshot, effects, outcome, failure }: Step): Snapshot {
    if (outcome === 'failed') throw new GaveUp(`a limit was hit: ${failure?.code ?? ''}`);
    const said = effects.flatMap((effect) =>
      effect.kind === 'log'
        ? [
            effect.label.endsWith(':')
              ? `${effect.label}${String(effect.value)}`
              : `${effect.label}=${String(effect.value)}`,
          ]
        : [],
    );
    this.log = [...this.log, ...said];
    return snapshot;
  }

  private at() {
    return { now: 0, seed: 'oracle', conversation: 'oracle', seq: this.seq };
  }
}

export function toCore({ initial, states }: Plan): CoreMachine {
  return {
    schema: 'core/1',
    id: 'oracle',
    ...(initial === null ? {} : { initial: toInitial(initial) }),
    data: [{ id: 'v', value: { n: 0 } }],
    states: states.map(toState),
  };
}

function toState(state: PlanState): CoreState {
  const { id, kind, children, initial, entry, exit, transitions } = state;
  if (isPseudo(state)) {
    const history = kind === 'deep' ? 'deep' : 'shallow';
    return { id, type: 'history', history, initial: toInitial(initial ?? { targets: [], actions: [] }) };
  }
  return {
    id,
    type: kind === 'shallow' || kind === 'deep' ? 'atomic' : kind,
    ...(children.length > 0 ? { states: children.map(toState) } : {}),
    ...(initial === null ? {} : { initial: toInitial(initial) }),
    ...(entry.length > 0 ? { entry: entry.map(toAction) } : {}),
    ...(exit.length > 0 ? { exit: exit.map(toAction) } : {}),
    ...(transitions.length > 0 ? { transitions: transitions.map(toTransition) } : {}),
  };
}

function toInitial({ targets, actions }: PlanInitial): CoreInitial {
  return { target: targets, ...(actions.length > 0 ? { do: actions.map(toAction) } : {}) };
}

function toTransition({ events, cond, targets, internal, actions }: PlanTransition): CoreTransition {
  return {
    ...(events === null ? {} : { event: events }),
    ...(cond === null ? {} : { cond: toCondition(cond) }),
    ...(targets.length > 0 ? { target: targets } : {}),
    ...(internal ? { internal } : {}),
    do: actions.map(toAction),
  };
}

function toCondition(cond: PlanCondition): string {
  if (cond.kind === 'below') return `v.n < ${cond.limit}`;
  return `${cond.not ? '!' : ''}In('${cond.state}')`;
}

function toAction(action: PlanAction): CoreAction {
  switch (action.kind) {
    case 'log':
      return { log: action.label, expr: 'v.n' };
    case 'logEvent':
      return { log: `${action.label}:`, expr: '_event.name' };
    case 'count':
      return { assign: 'v.n', expr: 'v.n + 1' };
    case 'raise':
      return { raise: action.event };
    case 'if': {
      const { below, then, otherwise } = action;
      return { if: [{ cond: `v.n < ${below}`, do: then.map(toAction) }, { do: otherwise.map(toAction) }] };
    }
    case 'each':
      return { foreach: '[1, 2]', item: 'item', do: [{ log: action.label, expr: 'item' }] };
    case 'fail':
      return { assign: 'v.nowhere.inside', expr: '1' };
  }
}
