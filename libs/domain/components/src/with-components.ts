import type { CoreDatum, CoreForeach, CoreMachine, CoreState } from '@parley/statechart';
import type { ComponentProblem, ComposedMachine, ComposedState, Composition, Include } from './composed-machine.ts';
import type { Names } from './rename-actions.ts';
import { renameDatum, renameInitial, renameState, renameTransition } from './rename-states.ts';

type Components = Readonly<Record<string, CoreMachine>>;

/** Puts components into the places that name them. The result is a machine of the core format like any other; the components stay as they are. */
export function withComponents(machine: ComposedMachine, components: Components): Composition {
  const composing = new Composing(components);
  const states = composing.states(machine.states, '/states');
  const data = [...(machine.data ?? []), ...composing.data];
  composing.checkData(data);
  if (composing.problems.length > 0) return { ok: false, problems: composing.problems };
  return { ok: true, core: { ...machine, states, ...(data.length === 0 ? {} : { data }) } };
}

class Composing {
  readonly problems: ComponentProblem[] = [];
  /** Data roots of the components, under their new names. */
  readonly data: CoreDatum[] = [];
  private readonly components: Components;

  constructor(components: Components) {
    this.components = components;
  }

  states(states: readonly ComposedState[], pointer: string): readonly CoreState[] {
    return states.flatMap((state, index) => {
      const here = `${pointer}/${index}`;
      if ('include' in state) return this.include(state, here);
      const { states: inside, ...rest } = state;
      return [inside === undefined ? rest : { ...rest, states: this.states(inside, `${here}/states`) }];
    });
  }

  checkData(data: readonly CoreDatum[]): void {
    const seen = new Set<string>();
    for (const { id } of data) {
      if (seen.has(id))
        this.refuse('', 'data-duplicate', `The data root '${id}' is declared twice.`, 'Give the include another id.');
      seen.add(id);
    }
  }

  private include(place: Include, pointer: string): readonly CoreState[] {
    const component = Object.hasOwn(this.components, place.include) ? this.components[place.include] : undefined;
    if (component === undefined) {
      const known = Object.keys(this.components).join(', ');
      this.refuse(pointer, 'component-unknown', `There is no component '${place.include}'.`, `There are: ${known}.`);
      return [];
    }
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(place.id)) {
      const message = `'${place.id}' cannot name an include: its data roots begin with it.`;
      this.refuse(pointer, 'include-name', message, 'Use letters, digits and _ only.');
      return [];
    }
    if (component.machines !== undefined) {
      const message = `The component '${place.include}' has child machines by name.`;
      this.refuse(pointer, 'component-machines', message, 'Write them in place, inside its invokes.');
      return [];
    }
    const names = namesFor(place, component);
    this.data.push(...(component.data ?? []).map((datum) => renameDatum(datum, names)));
    return [stateOf(place, component, names)];
  }

  private refuse(pointer: string, code: ComponentProblem['code'], message: string, fix: string): void {
    this.problems.push({ pointer, code, message, fix });
  }
}

function stateOf(place: Include, component: CoreMachine, names: Names): CoreState {
  const { include: _include, events: _events, transitions = [], ...kept } = place;
  const all = [...transitions, ...(component.transitions ?? []).map((one) => renameTransition(one, names))];
  return {
    ...kept,
    ...(component.initial === undefined ? {} : { initial: renameInitial(component.initial, names) }),
    ...(all.length === 0 ? {} : { transitions: all }),
    states: component.states.map((state) => renameState(state, names)),
  };
}

function namesFor({ id: prefix, events = {} }: Include, component: CoreMachine): Names {
  const roots = new Set((component.data ?? []).map(({ id }) => id));
  const ids = new Set<string>();
  const visit = (state: CoreState): void => {
    ids.add(state.id);
    for (const { id } of state.data ?? []) roots.add(id);
    for (const child of state.states ?? []) visit(child);
  };
  component.states.forEach(visit);
  for (const name of itemsOf(component)) roots.add(name);
  const state = (name: string): string => (ids.has(name) ? `${prefix}.${name}` : name);
  const root = (name: string): string => (roots.has(name) ? `${prefix}_${name}` : name);
  const event = (name: string): string => {
    const done = /^done\.state\.(.+)$/.exec(name)?.[1];
    if (done !== undefined) return `done.state.${state(done)}`;
    return Object.hasOwn(events, name) ? (events[name] ?? name) : name;
  };
  return { state, root, event, send: (id) => `${prefix}.${id}` };
}

/** The names that `foreach` makes in a component. */
function itemsOf(component: CoreMachine): readonly string[] {
  const names: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('foreach' in value && 'item' in value) {
      const { item, index } = value as CoreForeach;
      names.push(item, ...(index === undefined ? [] : [index]));
    }
    for (const inside of Object.values(value)) visit(inside);
  };
  visit(component.states);
  return names;
}
