import { and, createActor, createMachine, enqueueActions, not, stateIn } from 'xstate';
import { runBlock } from './block.ts';
import { GaveUp } from './interpreter.ts';
import type { Interpreter, Player } from './interpreter.ts';
import { isPseudo } from './plan.ts';
import type { Plan, PlanAction, PlanCondition, PlanState, PlanTransition } from './plan.ts';
import { isDescendant, matchesEvent, targetsOf, treeOf } from './tree.ts';
import type { Tree } from './tree.ts';

/** XState 5 as an oracle. What it cannot express at all is named by the rules, and never comes here. */
export const xstate: Interpreter = {
  name: 'xstate',
  start: (plan) => new XStatePlayer(plan),
};

interface Context {
  readonly n: number;
  readonly lines: readonly string[];
}

class XStatePlayer implements Player {
  private readonly actor: ReturnType<typeof actorOf>;
  private told = 0;
  private fault: unknown = null;

  constructor(plan: Plan) {
    this.actor = actorOf(plan);
    this.actor.subscribe({ error: (fault) => (this.fault = fault) });
    this.actor.start();
    this.check();
  }

  get configuration(): readonly string[] {
    return leaves(this.actor.getSnapshot().value).sort();
  }

  get isDone(): boolean {
    return this.actor.getSnapshot().status === 'done';
  }

  takeLog(): readonly string[] {
    const { lines } = this.actor.getSnapshot().context as Context;
    const fresh = lines.slice(this.told);
    this.told = lines.length;
    return fresh;
  }

  send(event: string): void {
    this.actor.send({ type: event });
    this.check();
  }

  private check(): void {
    if (this.fault !== null) throw new GaveUp(this.fault instanceof Error ? this.fault.message : 'XState failed');
  }
}

function actorOf(plan: Plan) {
  const tree = treeOf(plan);
  const [first] = plan.states;
  const machine = createMachine({
    id: 'oracle',
    context: { n: 0, lines: [] },
    initial: plan.initial?.targets[0] ?? first?.id ?? '',
    states: Object.fromEntries(plan.states.map((state) => [state.id, toNode(state, tree)])),
  });
  return createActor(machine);
}

type Node = Readonly<Record<string, unknown>>;

function toNode(state: PlanState, tree: Tree): Node {
  const { id, kind, children, initial, entry, exit, transitions } = state;
  if (isPseudo(state))
    return { id, type: 'history', history: kind, target: (initial?.targets ?? []).map((target) => `#${target}`) };
  const first = children.find((child) => !isPseudo(child));
  const eventless = transitions.filter(({ events }) => events === null);
  const eventful = transitions.filter(({ events }) => events !== null);
  return {
    id,
    ...(kind === 'parallel' || kind === 'final' ? { type: kind } : {}),
    ...(kind === 'compound'
      ? { initial: { target: initial?.targets[0] ?? first?.id ?? '', actions: toBlock(initial?.actions ?? []) } }
      : {}),
    ...(children.length > 0
      ? { states: Object.fromEntries(children.map((child) => [child.id, toNode(child, tree)])) }
      : {}),
    entry: toBlock(entry),
    exit: toBlock(exit),
    always: eventless.map((transition) => toTransition(transition, state, tree)),
    // Under one descriptor, so that they are tried in the order of the document: XState tries longer descriptors first.
    on: { '*': eventful.map((transition) => toTransition(transition, state, tree)) },
  };
}

function toTransition(transition: PlanTransition, state: PlanState, tree: Tree): Node {
  const { events, cond, targets, internal, actions } = transition;
  const source = tree.byId.get(state.id);
  const staysInside =
    internal &&
    state.kind === 'compound' &&
    targetsOf(tree, transition).every((target) => source !== undefined && isDescendant(target, source));
  const guards = [...(events === null ? [] : [named(events)]), ...(cond === null ? [] : [toGuard(cond)])];
  return {
    ...(guards.length === 0 ? {} : { guard: and(guards as []) }),
    ...(targets.length === 0 ? {} : { target: targets.map((target) => `#${target}`), reenter: !staysInside }),
    actions: toBlock(actions),
  };
}

function named(events: readonly string[]): unknown {
  return ({ event }: { readonly event: { readonly type: string } }) => matchesEvent(events, nameOf(event.type));
}

function toGuard(cond: PlanCondition): unknown {
  if (cond.kind === 'below') return ({ context }: { readonly context: Context }) => context.n < cond.limit;
  const isIn = stateIn(`#${cond.state}`);
  return cond.not ? not(isIn) : isIn;
}

/** A block changes the context once and raises what it raised, in order. */
function toBlock(actions: readonly PlanAction[]): unknown {
  if (actions.length === 0) return [];
  return enqueueActions(({ context, event, enqueue }) => {
    const { n, lines } = context as Context;
    const added: string[] = [];
    const raised: string[] = [];
    const world = { n, log: (line: string) => added.push(line), raise: (name: string) => raised.push(name) };
    runBlock(actions, nameOf(event.type), world);
    enqueue.assign({ n: world.n, lines: [...lines, ...added] });
    for (const type of raised) enqueue.raise({ type });
  });
}

/** XState names its own events in its own way. */
function nameOf(type: string): string {
  return type.startsWith('xstate.done.state.') ? type.slice('xstate.'.length) : type;
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([key, inside]) =>
    typeof inside === 'object' && inside !== null && Object.keys(inside).length === 0 ? [key] : leaves(inside),
  );
}
