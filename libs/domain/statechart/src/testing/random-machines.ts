import type { CoreAction, CoreMachine, CoreState, CoreTransition } from '../core-format.ts';
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

/** A child with a life of its own: it talks, ticks, asks for work, listens, and may end. */
const KID: CoreMachine = {
  schema: 'core/1',
  id: 'kid',
  binding: 'late',
  data: [{ id: 'n', value: 0 }],
  states: [
    {
      id: 'k1',
      data: [{ id: 'own', expr: 'n + 1' }],
      entry: [{ send: { event: 'e3', target: '#_parent', params: { own: 'own' } } }],
      exit: [{ log: 'bye' }],
      after: [{ delayMs: 30, target: 'k2' }],
      transitions: [{ event: 'e1', cond: 'n < 3', do: [{ assign: 'n', expr: 'n + 1' }] }],
    },
    {
      id: 'k2',
      defer: ['e2'],
      invoke: [{ src: 'y' }],
      transitions: [
        { event: ['e3', 'done'], target: 'end' },
        { event: 'e1', target: 'k1' },
      ],
    },
    { id: 'end', type: 'final', donedata: { params: { n: 'n' } } },
  ],
};
const KID_OPTIONS = { autoforward: true, namelist: ['vars'], finalize: [{ log: 'finalize' }] } as const;

/** A machine of every kind of state, with transitions to anywhere, counters, timers, deferral, work outside and history. */
export function machineOf(shapes: readonly Shape[]): Sketch {
  return new Builder().machine(shapes);
}

/** The same without any condition: what counts its rounds no longer does, so that limits are hit. */
export function unguarded(machine: Sketch): Sketch {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, part]) => {
        // A transition that has neither event nor target is held together by its condition.
        const mayGo = key === 'cond' && ('do' in value || 'event' in value) && ('target' in value || 'event' in value);
        return mayGo ? [] : [[key, strip(part)]];
      }),
    );
  };
  return strip(machine) as Sketch;
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
      ...((shapes[0]?.seeds[1] ?? 1) % 4 === 0 ? { transitions: [{ event: 'never', do: this.actions(1) }] } : {}),
    };
  }

  private name({ kind, children, history, seeds }: Shape): Named {
    const id = `s${this.ids.length}`;
    this.ids.push(id);
    if (history !== null) this.ids.push(`h${id}`);
    return { id, kind, history, seeds, children: children.map((child) => this.name(child)) };
  }

  private state({ id, kind, children, history, seeds }: Named): CoreState {
    if (kind === 'final') {
      const donedata = [
        { content: 'vars.n' },
        { params: { n: 'vars.n', none: 'vars.missing' } },
        { content: { value: [1] } },
      ];
      return { id, type: 'final', entry: this.actions(seeds[0]), ...pickOrNone('donedata', donedata, seeds[1]) };
    }
    const inside = children.map((child) => this.state(child));
    const past: readonly CoreState[] =
      history === null
        ? []
        : [{ id: `h${id}`, type: 'history', history, initial: this.defaultOf(kind, children, history) }];
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = seeds;
    return {
      id,
      type: kind,
      ...(inside.length > 0 ? { states: [...past, ...inside] } : {}),
      ...this.initial(kind, children, b),
      // A list inside is a block of its own.
      entry: a % 3 === 0 ? [this.actions(a), this.actions(b)] : this.actions(a),
      exit: this.actions(b),
      transitions: [c, d].map((seed) => this.transition(seed)),
      ...(e % 4 === 0 ? { after: [{ delayMs: e % 50, target: this.pick(e) }] } : {}),
      ...(f % 5 === 0 ? { defer: [EVENTS[f % 3] ?? 'e1'] } : {}),
      ...(g % 6 === 0 ? { invoke: [{ id: `job-${id}`, src: 'x', input: { n: 'vars.n' } }] } : {}),
      ...(g % 6 === 1
        ? { invoke: [{ ...(g % 4 === 1 ? { id: `kid-${id}` } : {}), machine: KID, ...KID_OPTIONS }] }
        : {}),
    };
  }

  /** Mostly none; else a child, with actions, or whatever lies deepest, or the history. */
  private initial(kind: Shape['kind'], children: readonly Named[], seed: number): Pick<CoreState, 'initial'> {
    const inside = children.filter((child) => child.kind !== 'final' || children.length === 1);
    const child = inside[seed % Math.max(1, inside.length)];
    if (kind !== 'compound' || child === undefined || seed % 2 === 0) return {};
    if (seed % 3 === 0) return { initial: deepest(child) };
    return { initial: { target: child.id, do: this.actions(seed >> 2) } };
  }

  private defaultOf(kind: Shape['kind'], children: readonly Named[], history: Shape['history']): readonly string[] {
    const ids = children.map((child) => (history === 'deep' ? deepest(child) : child.id));
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
      ...(event === undefined ? {} : { event: seed % 7 === 0 ? [event, 'e9.*'] : event }),
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
      {
        if: [
          {
            cond: 'vars.n < 12',
            do: [
              COUNT,
              {
                send: {
                  event: EVENTS[seed % EVENTS.length] ?? 'e1',
                  id: 'sent',
                  delayMs: seed % 3 === 0 ? 0 : seed % 40,
                },
              },
            ],
          },
          { do: [{ cancel: { sendid: 'sent' } }] },
        ],
      },
      { foreach: 'vars.list', item: 'item', do: [{ log: 'item', expr: 'item' }] },
    ];
    return all.filter((_, index) => ((seed >> index) & 3) === 0);
  }

  private pick(seed: number): string {
    const pasts = this.ids.filter((id) => id.startsWith('h'));
    if (seed % 6 === 1 && pasts.length > 0) return pasts[seed % pasts.length] ?? 's0';
    return this.ids[seed % this.ids.length] ?? 's0';
  }
}

function pickOrNone<K extends string, T>(key: K, choices: readonly T[], seed = 0): Partial<Record<K, T>> {
  const choice = choices[seed % (2 * choices.length)];
  return choice === undefined ? {} : ({ [key]: choice } as Partial<Record<K, T>>);
}

function deepest(state: Named): string {
  const [first] = state.children;
  return first === undefined || state.kind === 'parallel' ? state.id : deepest(first);
}

interface Named extends Omit<Shape, 'children'> {
  readonly id: string;
  readonly children: readonly Named[];
}
