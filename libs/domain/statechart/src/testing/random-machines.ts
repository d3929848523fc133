import type { CoreAction, CoreState, CoreTransition } from '../core-format.ts';
import type { Sketch } from './player.ts';

export const EVENTS = ['e1', 'e2', 'e2.x', 'e3'] as const;

/** What a random machine is made from. */
export interface Shape {
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final';
  readonly children: readonly Shape[];
  readonly history: 'shallow' | 'deep' | null;
  readonly seeds: readonly number[];
}

/** Without it most machines would run in circles, and prove little. */
const COUNT: CoreAction = { assign: 'vars.n', expr: 'vars.n + 1' };

/** A machine of every kind of state, with transitions to anywhere, counters, timers, deferral, work outside and history. */
export function machineOf(shapes: readonly Shape[]): Sketch {
  return new Builder().machine(shapes);
}

class Builder {
  private readonly ids: string[] = [];

  machine(shapes: readonly Shape[]): Sketch {
    const tops = shapes.map((one) =>
      this.name(one.kind === 'final' && (one.seeds[0] ?? 0) % 5 > 0 ? { ...one, kind: 'atomic' } : one),
    );
    const first = tops.find(({ kind }) => kind !== 'final') === undefined ? [{ id: 'start' }] : [];
    return {
      data: [{ id: 'vars', value: { n: 0, list: [1, 2] } }],
      limits: { microsteps: 60, fuel: 5_000, deferredEvents: 3 },
      states: [...first, ...tops.map((top) => this.state(top))],
    };
  }

  private name({ kind, children, history, seeds }: Shape): Named {
    const id = `s${this.ids.length}`;
    this.ids.push(id);
    return { id, kind, history, seeds, children: children.map((child) => this.name(child)) };
  }

  private state({ id, kind, children, history, seeds }: Named): CoreState {
    if (kind === 'final') return { id, type: 'final', entry: this.actions(seeds[0]) };
    const inside = children.map((child) => this.state(child));
    const past: readonly CoreState[] =
      history === null ? [] : [{ id: `h${id}`, type: 'history', history, initial: this.defaultOf(kind, children) }];
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = seeds;
    return {
      id,
      type: kind,
      ...(inside.length > 0 ? { states: [...past, ...inside] } : {}),
      entry: this.actions(a),
      exit: this.actions(b),
      transitions: [c, d].map((seed) => this.transition(seed)),
      ...(e % 4 === 0 ? { after: [{ delayMs: e % 50, target: this.pick(e) }] } : {}),
      ...(f % 5 === 0 ? { defer: [EVENTS[f % 3] ?? 'e1'] } : {}),
      ...(g % 6 === 0 ? { invoke: [{ id: `job-${id}`, src: 'x', input: { n: 'vars.n' } }] } : {}),
    };
  }

  private defaultOf(kind: Shape['kind'], children: readonly Named[]): readonly string[] {
    const ids = children.map(({ id }) => id);
    return kind === 'parallel' ? ids : ids.slice(0, 1);
  }

  private transition(seed: number): CoreTransition {
    const event = [...EVENTS, '*', undefined, 'done.state', 'error'][seed % 8];
    const cond =
      event === undefined
        ? 'vars.n < 3'
        : [
            undefined,
            'vars.n < 50',
            event === '*' || event === 'error' ? 'vars.n < 9' : 'vars.missing == 1',
            "!In('s1')",
          ][seed % 4];
    return {
      ...(event === undefined ? {} : { event }),
      ...(cond === undefined ? {} : { cond }),
      ...(seed % 5 === 0 ? {} : { target: this.pick(seed) }),
      ...(seed % 3 === 0 ? { internal: true } : {}),
      do: event === undefined ? [COUNT] : this.actions(seed >> 3),
    };
  }

  private actions(seed = 0): readonly CoreAction[] {
    const all: readonly CoreAction[] = [
      COUNT,
      { if: [{ cond: 'vars.n < 12', do: [COUNT, { raise: EVENTS[seed % EVENTS.length] ?? 'e1' }] }] },
      { effect: 'say', capture: ['vars.n'] },
      { if: [{ cond: 'vars.n < 12', do: [COUNT, { assign: 'vars.nowhere.inside', expr: '1' }] }] },
      { foreach: 'vars.list', item: 'item', do: [{ log: 'item', expr: 'item' }] },
    ];
    return all.filter((_, index) => ((seed >> index) & 3) === 0);
  }

  private pick(seed: number): string {
    return this.ids[seed % this.ids.length] ?? 's0';
  }
}

interface Named extends Omit<Shape, 'children'> {
  readonly id: string;
  readonly children: readonly Named[];
}
