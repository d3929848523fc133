import { createRequire } from 'node:module';
import { runBlock } from './block.ts';
import type { World } from './block.ts';
import type { Interpreter, Player } from './interpreter.ts';
import { isPseudo } from './plan.ts';
import type { Plan, PlanAction, PlanCondition, PlanInitial, PlanState, PlanTransition } from './plan.ts';

/** `@scion-scxml/core` as an oracle. It is CommonJS and its types say nothing of its exports. */
const { Statechart } = createRequire(import.meta.url)('@scion-scxml/core') as {
  readonly Statechart: new (model: ModelFactory, options: object) => Scion;
};

interface Scion {
  start(): readonly string[];
  gen(event: { readonly name: string }): readonly string[];
  getConfiguration(): readonly string[];
  isFinal(): boolean;
}

type ModelFactory = (
  system: unknown,
  session: unknown,
  processors: unknown,
  isIn: (state: string) => boolean,
) => object;

interface Session {
  raise(event: { readonly name: string }): void;
}

export const scion: Interpreter = {
  name: 'scion',
  start: (plan) => new ScionPlayer(plan),
};

class ScionPlayer implements Player {
  private readonly chart: Scion;
  private readonly data = { n: 0, lines: [] as string[] };

  constructor(plan: Plan) {
    // A registry of its own: SCION's would keep every machine that ever ran.
    const options = { sessionRegistry: new Map(), console: { log: () => undefined } };
    this.chart = new Statechart((_system, _session, _processors, isIn) => toModel(plan, this.data, isIn), options);
    this.chart.start();
  }

  get configuration(): readonly string[] {
    return [...this.chart.getConfiguration()].sort();
  }

  get isDone(): boolean {
    return this.chart.isFinal();
  }

  takeLog(): readonly string[] {
    const { lines } = this.data;
    this.data.lines = [];
    return lines;
  }

  send(event: string): void {
    this.chart.gen({ name: event });
  }
}

type Data = { n: number; lines: string[] };
type Run = (this: Session, event: { readonly name: string } | null) => void;

function toModel({ initial, states }: Plan, data: Data, isIn: (state: string) => boolean): object {
  const block = (actions: readonly PlanAction[]): Run | undefined =>
    actions.length === 0 ? undefined : blockOf(actions, data);

  const holds = (cond: PlanCondition): boolean =>
    cond.kind === 'below' ? data.n < cond.limit : isIn(cond.state) !== cond.not;

  const toTransition = ({ events, cond, targets, internal, actions }: PlanTransition): object => ({
    ...(events === null ? {} : { event: events.join(' ') }),
    ...(cond === null ? {} : { cond: () => holds(cond) }),
    ...(targets.length === 0 ? {} : { target: [...targets] }),
    ...(internal ? { type: 'internal' } : {}),
    onTransition: block(actions),
  });

  const begin = ({ targets, actions }: PlanInitial): object => ({ target: [...targets], onTransition: block(actions) });

  const toState = (state: PlanState): object => {
    const { id, kind, children, initial: inner, entry, exit, transitions } = state;
    if (isPseudo(state))
      return {
        id,
        $type: 'history',
        isDeep: kind === 'deep',
        transitions: [begin(inner ?? { targets: [], actions: [] })],
      };
    const hasActions = inner !== null && inner.actions.length > 0;
    return {
      id,
      $type: kind === 'parallel' || kind === 'final' ? kind : 'state',
      ...(inner === null || hasActions ? {} : { initial: [...inner.targets] }),
      ...(children.length === 0
        ? {}
        : {
            states: [
              ...(hasActions ? [{ $type: 'initial', transitions: [begin(inner)] }] : []),
              ...children.map(toState),
            ],
          }),
      onEntry: block(entry),
      onExit: block(exit),
      transitions: transitions.map(toTransition),
    };
  };

  return {
    $type: 'scxml',
    ...(initial === null ? {} : { initial: [...initial.targets] }),
    states: states.map(toState),
  };
}

function blockOf(actions: readonly PlanAction[], data: Data): Run {
  return function run(event) {
    const world: World = {
      get n() {
        return data.n;
      },
      set n(value: number) {
        data.n = value;
      },
      log: (line) => void data.lines.push(line),
      raise: (name) => this.raise({ name }),
    };
    runBlock(actions, event?.name ?? null, world);
  };
}
