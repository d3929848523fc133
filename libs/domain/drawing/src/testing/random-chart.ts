import type { CoreMachine, CoreState, CoreTransition } from '@parley/statechart';
import fc from 'fast-check';

interface Sketch {
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final';
  readonly history: 'shallow' | 'deep' | null;
  readonly children: readonly Sketch[];
  readonly seeds: readonly number[];
}

/** Each level of states has two events of its own: where a region and a state around it want the same event, XState asks one of them only. */
export const EVENTS = ['e0', 'e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8', 'e9'];

const sketch: fc.Arbitrary<Sketch> = fc.letrec<{ node: Sketch }>((tie) => {
  const seeds = fc.array(fc.nat(), { minLength: 3, maxLength: 3 });
  const leaf = fc.record({
    kind: fc.constantFrom('atomic' as const, 'atomic' as const, 'final' as const),
    history: fc.constant(null),
    children: fc.constant([]),
    seeds,
  });
  const inner = fc.record({
    kind: fc.constantFrom('compound' as const, 'parallel' as const),
    history: fc.constantFrom(null, 'shallow' as const, 'deep' as const),
    children: fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
    seeds,
  });
  return { node: fc.oneof({ maxDepth: 3 }, leaf, inner, inner) };
}).node;

/** Sound machines without data: states of all kinds, transitions to anywhere. `names`: what states may be called besides. */
export function randomChart(names: readonly string[] = []): fc.Arbitrary<CoreMachine> {
  return fc.array(sketch, { minLength: 1, maxLength: 3 }).map((tops) => new Builder(names).machine(tops));
}

class Builder {
  private readonly ids: string[] = [];
  /** By the id of a state: what it stands in, and what kind of state it is. */
  private readonly places = new Map<string, { readonly around: string | null; readonly kind: Sketch['kind'] }>();
  private readonly names: readonly string[];

  constructor(names: readonly string[]) {
    this.names = names;
  }

  machine(tops: readonly Sketch[]): CoreMachine {
    const states = tops.map((top) => this.state({ ...top, kind: top.kind === 'final' ? 'atomic' : top.kind }, null));
    return { schema: 'core/1', id: 'chart', states: states.map((state, index) => this.behave(state, tops[index], 0)) };
  }

  private state({ kind, history, children }: Sketch, around: string | null): CoreState {
    const id = this.names[this.ids.length] ?? `n${this.ids.length}`;
    this.ids.push(id);
    this.places.set(id, { around, kind });
    // A final region would end its parallel at once; W3C knows none.
    const inside = children.map((child) =>
      this.state(kind === 'parallel' && child.kind === 'final' ? { ...child, kind: 'atomic' } : child, id),
    );
    if (inside.length === 0) return { id, type: kind === 'final' ? 'final' : 'atomic' };
    const ids = inside.map((child) => child.id);
    const past: CoreState[] =
      history === null
        ? []
        : [{ id: `h ${id}`, type: 'history', history, initial: kind === 'parallel' ? ids : (ids[0] ?? '') }];
    if (history !== null) {
      this.ids.push(`h ${id}`);
      this.places.set(`h ${id}`, { around: id, kind: 'atomic' });
    }
    return { id, type: kind, states: [...inside, ...past] };
  }

  /** Transitions, once all states have their names. */
  private behave(state: CoreState, from: Sketch | undefined, depth: number): CoreState {
    if (state.type === 'final' || state.type === 'history') return state;
    const seeds = from?.seeds ?? [];
    const states = state.states?.map((child, index) => this.behave(child, from?.children[index], depth + 1));
    const transitions = seeds.map((seed) => this.transition(state.id, seed, EVENTS[2 * depth + (seed % 2)] ?? 'e0'));
    return { ...state, transitions, ...(states === undefined ? {} : { states }) };
  }

  private transition(source: string, seed: number, event: string): CoreTransition {
    const target = this.ids[seed % this.ids.length] ?? '';
    if (seed % 7 === 0 || this.leavesTooMuch(source, target)) return { event };
    return { event, target, ...(seed % 3 === 0 ? { internal: true } : {}) };
  }

  /**
   * From region to region of a parallel state, or to its history: the recommendation leaves that state itself, XState only its regions. It
   * shows if the state is a region too, or has a history to note.
   */
  private leavesTooMuch(source: string, target: string): boolean {
    const above = this.above(target);
    const common = this.above(source).find((id) => above.includes(id));
    const { kind, around } = this.places.get(common ?? '') ?? { kind: 'atomic', around: null };
    const isRegion = this.places.get(around ?? '')?.kind === 'parallel';
    return kind === 'parallel' && (isRegion || target === `h ${common}`);
  }

  /** What a state stands in, from the inside. */
  private above(id: string): readonly string[] {
    const around = this.places.get(id)?.around ?? null;
    return around === null ? [] : [around, ...this.above(around)];
  }
}
