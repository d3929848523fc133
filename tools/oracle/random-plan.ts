import type { Chance } from './chance.ts';
import { allStates, isPseudo } from './plan.ts';
import type { Plan, PlanAction, PlanCondition, PlanInitial, PlanState, PlanTransition } from './plan.ts';

/** What is sent from outside. */
export const EVENTS = ['e1', 'e2', 'e2.x', 'e3'] as const;

/** What a machine may raise and how far it may count on: whatever repeats itself counts, and stops at these. */
const MOST_RAISES = 12;
const MOST_ROUNDS = 25;

/** A machine of every kind of state that W3C allows, which comes to rest after each event. */
export function randomPlan(chance: Chance): Plan {
  return new Planner(chance).plan();
}

export function randomEvents(chance: Chance, count: number): readonly string[] {
  return Array.from({ length: count }, () => (chance.in(5) ? 'never' : chance.of(EVENTS)));
}

/** The tree first, then whatever points to some state in it. */
type Bare = Omit<PlanState, 'children'> & { readonly children: readonly Bare[] };

class Planner {
  private readonly chance: Chance;
  /** Half of the machines do without what XState cannot be told: deep initial states, actions of history states. */
  private readonly isPlain: boolean;
  private count = 0;
  private places = 0;
  private all: readonly PlanState[] = [];

  constructor(chance: Chance) {
    this.chance = chance;
    this.isPlain = chance.in(50);
  }

  plan(): Plan {
    const tops = Array.from({ length: 1 + this.chance.below(3) }, (_, index) =>
      this.tree(index === 0 ? 'root' : 'any', 3),
    );
    this.all = allStates(tops);
    const initial = !this.isPlain && this.chance.in(40) ? { targets: this.inside(tops), actions: [] } : null;
    return { initial, states: tops.map((top) => this.filled(top)) };
  }

  private tree(place: 'root' | 'any' | 'region', depth: number): Bare {
    const kind = this.kind(place, depth);
    const id = `s${this.count++}`;
    const children =
      kind === 'compound' || kind === 'parallel'
        ? Array.from(
            { length: kind === 'parallel' ? 2 + this.chance.below(2) : 1 + this.chance.below(3) },
            (_, index) => this.tree(kind === 'parallel' ? 'region' : index === 0 ? 'root' : 'any', depth - 1),
          )
        : [];
    const pasts = children.length > 0 && this.chance.in(30) ? [this.history()] : [];
    return { ...BARE, id, kind, children: this.chance.in(50) ? [...children, ...pasts] : [...pasts, ...children] };
  }

  /** The first state is no final one, else most machines would end before anything happens; a region never is (W3C 3.4). */
  private kind(place: 'root' | 'any' | 'region', depth: number): Bare['kind'] {
    if (depth > 0 && this.chance.in(place === 'region' ? 60 : 50)) return this.chance.in(45) ? 'parallel' : 'compound';
    return place === 'any' && this.chance.in(25) ? 'final' : 'atomic';
  }

  private history(): Bare {
    return { ...BARE, id: `h${this.count++}`, kind: this.chance.in(50) ? 'shallow' : 'deep' };
  }

  private filled(state: PlanState): PlanState {
    const { id, kind, children } = state;
    const parts = children.map((child) => (isPseudo(child) ? this.past(child, state) : this.filled(child)));
    if (kind === 'final') return { ...state, entry: this.actions(id) };
    return {
      ...state,
      children: parts,
      initial: kind === 'compound' ? this.initial(state) : null,
      entry: this.actions(id),
      exit: this.actions(id),
      transitions: Array.from({ length: this.chance.below(4) }, () => this.transition(id)),
    };
  }

  private past(history: PlanState, parent: PlanState): PlanState {
    const inside = parent.children.filter((child) => !isPseudo(child));
    const [first] = inside;
    const actions = !this.isPlain && this.chance.in(30) ? this.actions(history.id) : [];
    if (history.kind === 'deep') return { ...history, initial: { targets: this.inside(inside), actions } };
    const targets =
      parent.kind === 'parallel' && first !== undefined ? inside.map(({ id }) => id) : [this.chance.of(inside).id];
    return { ...history, initial: { targets, actions } };
  }

  private initial(state: PlanState): PlanInitial | null {
    const inside = state.children.filter((child) => !isPseudo(child));
    const startsWithHistory = inside[0] !== state.children[0];
    if (!startsWithHistory && this.chance.in(50)) return null;
    const actions = this.chance.in(20) ? this.actions(state.id) : [];
    const past = state.children.find(isPseudo);
    if (past !== undefined && this.chance.in(20)) return { targets: [past.id], actions };
    return {
      targets: !this.isPlain && this.chance.in(40) ? this.inside(inside) : [this.chance.of(inside).id],
      actions,
    };
  }

  /** One state at any depth below these, or one in each of two regions. */
  private inside(states: readonly PlanState[]): readonly string[] {
    const real = allStates(states).filter((state) => !isPseudo(state));
    const chosen = this.chance.of(real);
    if (chosen.kind !== 'parallel' || this.chance.in(50)) return [chosen.id];
    return chosen.children.filter((child) => !isPseudo(child)).map((region) => this.inside([region])[0] ?? region.id);
  }

  private transition(id: string): PlanTransition {
    const choice = this.chance.below(12);
    const targets = this.targets();
    const internal = this.chance.in(25);
    if (choice === 0 || choice === 1) {
      // Eventless: what it does brings its own end nearer.
      const cond: PlanCondition = { kind: 'below', limit: 1 + this.chance.below(MOST_ROUNDS) };
      return { events: null, cond, targets, internal, actions: [{ kind: 'count' }, ...this.actions(id)] };
    }
    if (choice <= 4) {
      const events = [
        this.chance.of(['*', 'done.state', `done.state.${this.chance.of(this.all).id}`, 'error', 'done.*']),
      ];
      const cond: PlanCondition = { kind: 'below', limit: 1 + this.chance.below(MOST_ROUNDS) };
      const actions: readonly PlanAction[] = [{ kind: 'count' }, this.logEvent(id), ...this.actions(id)];
      return { events, cond, targets, internal, actions };
    }
    const events = this.chance.some(['e1', 'e2', 'e2.x', 'e3', 'e2.*', 'e'], 2);
    return { events, cond: this.condition(), targets, internal, actions: [...this.actions(id), this.logEvent(id)] };
  }

  private targets(): readonly string[] {
    if (this.chance.in(20)) return [];
    const target = this.chance.of(this.all);
    const regions = target.children.filter((child) => !isPseudo(child));
    if (target.kind !== 'parallel' || this.chance.in(60)) return [target.id];
    return this.chance
      .some(regions, regions.length)
      .map((region) => this.chance.of(allStates([region]).filter((one) => !isPseudo(one))).id);
  }

  private condition(): PlanCondition | null {
    if (this.chance.in(60)) return null;
    if (this.chance.in(40)) return { kind: 'below', limit: this.chance.below(40) };
    return {
      kind: 'in',
      state: this.chance.of(this.all.filter((state) => !isPseudo(state))).id,
      not: this.chance.in(40),
    };
  }

  private actions(id: string): readonly PlanAction[] {
    const actions: PlanAction[] = [{ kind: 'log', label: this.label(id) }];
    if (this.chance.in(15)) actions.push({ kind: 'count' });
    if (this.chance.in(12)) actions.push(this.bounded({ kind: 'raise', event: this.chance.of(EVENTS) }, id));
    if (this.chance.in(6)) actions.push({ kind: 'each', label: this.label(id) });
    if (this.chance.in(6)) actions.push(this.bounded({ kind: 'fail' }, id));
    if (this.chance.in(10)) actions.push({ kind: 'log', label: this.label(id) });
    return actions;
  }

  private bounded(action: PlanAction, id: string): PlanAction {
    const otherwise: readonly PlanAction[] = this.chance.in(30) ? [{ kind: 'log', label: this.label(id) }] : [];
    return { kind: 'if', below: MOST_RAISES, then: [{ kind: 'count' }, action], otherwise };
  }

  private logEvent(id: string): PlanAction {
    return { kind: 'logEvent', label: this.label(id) };
  }

  /** Tells where it was logged: every place has its own. */
  private label(id: string): string {
    return `${id}.${this.places++}`;
  }
}

const BARE = { children: [], initial: null, entry: [], exit: [], transitions: [] } as const;
