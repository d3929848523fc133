import type { CoreAfter, CoreInitial, CoreMachine, CoreState, CoreTransition } from '@parley/statechart';
import { conditionText, delayText } from './wording.ts';

/** A state as it is drawn. */
export interface ChartState {
  readonly id: string;
  /** A short name that every drawing language takes: `s0`, `s1`, … in document order. */
  readonly key: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history' | 'deep-history';
  readonly parent: ChartState | null;
  readonly children: readonly ChartState[];
  /** Where it begins by itself; of a history state: where it leads while nothing is recorded. */
  readonly initial: readonly string[];
  /** What runs inside, and what waits: one line each. */
  readonly lines: readonly string[];
}

/** A transition as it is drawn. */
export interface ChartEdge {
  /** Where the text of the machine has it, as traces say it. */
  readonly at: string;
  /** Null: of the machine itself. */
  readonly source: ChartState | null;
  /** Empty: nothing is left. */
  readonly targets: readonly ChartState[];
  readonly label: string;
}

export interface Chart {
  readonly name: string;
  readonly roots: readonly ChartState[];
  /** Document order. */
  readonly states: readonly ChartState[];
  readonly edges: readonly ChartEdge[];
  readonly initial: readonly string[];
  readonly byId: ReadonlyMap<string, ChartState>;
}

/** What drawings need to know of a machine, in document order. */
export function chartOf(core: CoreMachine): Chart {
  const charting = new Charting();
  const roots = core.states.map((state, index) => charting.add(state, null, `/states/${index}`));
  charting.own(core.transitions ?? []);
  const { states, byId } = charting;
  return { name: core.id, roots, states, byId, edges: charting.edges(), initial: startOf(core.initial, roots) };
}

type Growing = ChartState & { readonly children: ChartState[] };

class Charting {
  readonly states: ChartState[] = [];
  readonly byId = new Map<string, ChartState>();
  private readonly pending: (() => ChartEdge)[] = [];

  add(state: CoreState, parent: ChartState | null, pointer: string): ChartState {
    const chart: Growing = {
      id: state.id,
      key: `s${this.states.length}`,
      kind: kindOf(state),
      parent,
      children: [],
      initial: [],
      lines: linesOf(state),
    };
    this.states.push(chart);
    this.byId.set(state.id, chart);
    const inside = (state.states ?? []).map((child, index) => this.add(child, chart, `${pointer}/states/${index}`));
    chart.children.push(...inside);
    const isLeaf = chart.kind === 'atomic' || chart.kind === 'parallel' || chart.kind === 'final';
    Object.assign(chart, { initial: isLeaf ? [] : startOf(state.initial, inside) });
    (state.transitions ?? []).forEach((one, index) => this.later(chart, one, `${pointer}/transitions/${index}`));
    (state.after ?? []).forEach((one, index) => this.later(chart, one, `${pointer}/after/${index}`));
    return chart;
  }

  /** The transitions of the machine itself. */
  own(transitions: readonly CoreTransition[]): void {
    transitions.forEach((one, index) => this.later(null, one, `/transitions/${index}`));
  }

  /** All edges; targets that are not there are left out. */
  edges(): readonly ChartEdge[] {
    return this.pending.map((make) => make());
  }

  private later(source: ChartState | null, transition: CoreTransition | CoreAfter, pointer: string): void {
    this.pending.push(() => ({
      at: transition.at ?? pointer,
      source,
      targets: [transition.target ?? []].flat().flatMap((id) => this.byId.get(id) ?? []),
      label: edgeLabel(transition),
    }));
  }
}

function kindOf({ type, history, states = [] }: CoreState): ChartState['kind'] {
  if (type === 'history') return history === 'deep' ? 'deep-history' : 'history';
  return type ?? (states.length > 0 ? 'compound' : 'atomic');
}

function startOf(
  initial: string | readonly string[] | CoreInitial | undefined,
  children: readonly ChartState[],
): readonly string[] {
  const given = typeof initial === 'object' && 'target' in initial ? initial.target : initial;
  if (given !== undefined) return [given].flat();
  const first = children.find(({ kind }) => kind !== 'history' && kind !== 'deep-history');
  return first === undefined ? [] : [first.id];
}

/** Event, then guard; one each line. A guard that is always true says nothing. */
function edgeLabel(transition: CoreTransition | CoreAfter): string {
  const event =
    'delayMs' in transition ? `after ${delayText(transition.delayMs)}` : [transition.event ?? []].flat().join(', ');
  const cond = transition.cond?.trim() === 'true' ? undefined : transition.cond;
  const guard = cond === undefined ? '' : `[${conditionText(cond)}]`;
  return [event, guard].filter((part) => part !== '').join('\n') || 'always';
}

function linesOf(state: CoreState): readonly string[] {
  const invokes = (state.invoke ?? []).map(({ id, src, srcexpr, machine, machineexpr }) => {
    const child = typeof machine === 'string' ? machine : machine?.id;
    return `runs ${src ?? srcexpr ?? child ?? machineexpr ?? id ?? ''}`;
  });
  return (state.defer ?? []).length === 0 ? invokes : [...invokes, `keeps back ${(state.defer ?? []).join(', ')}`];
}

/** Whether `state` is `outer` or inside it. */
export function isInside(outer: ChartState, state: ChartState | null): boolean {
  for (let at = state; at !== null; at = at.parent) if (at === outer) return true;
  return false;
}

/** The state with an inside whose transition leads there (or to itself): drawn from its border it would look like a child's. */
export function startsInside({ source, targets }: Pick<ChartEdge, 'source' | 'targets'>): ChartState | null {
  if (source === null || source.children.length === 0) return null;
  return targets.some((target) => isInside(source, target)) ? source : null;
}
