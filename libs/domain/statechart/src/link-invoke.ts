import type { CoreAction, CoreInvoke, CoreMachine } from './core-format.ts';
import type { ActionLinker } from './link-actions.ts';
import { Program } from './machine.ts';
import type { Block, Invoke, Work } from './machine.ts';
import { Place } from './place.ts';
import type { ListName } from './pointer.ts';

/** What an invoke needs to know of the machine around it. */
export interface InvokeWorld {
  readonly actions: ActionLinker;
  /** Child machines by name. */
  readonly machines: ReadonlyMap<string, Program>;
  /** Compiles a child that stands at `place`. */
  readonly program: (core: CoreMachine, place: Place) => Program;
}

export function linkInvoke(world: InvokeWorld, written: CoreInvoke, index: number, place: Place): Invoke {
  const { actions } = world;
  const { expressions } = actions;
  if (written.id !== undefined && written.idlocation !== undefined) {
    expressions.exclusive('id', 'idlocation', place.spot('id'));
  }
  const work = linkWork(world, written, place);
  if (written.finalize !== undefined) checkFinalize(actions, written.finalize, place, 'finalize');
  return {
    id: written.id ?? null,
    idLocation: expressions.optionalLocation(written.idlocation, place, 'idlocation'),
    index,
    work,
    input: expressions.fields(written.input, place, 'input'),
    namelist: expressions.locations(written.namelist, place, 'namelist'),
    config: written.config ?? null,
    finalize: finalizeOf(actions, written, place),
    autoforward: written.autoforward === true,
    at: place.at,
  };
}

const KINDS = ['src', 'srcexpr', 'machine', 'machineexpr'] as const;
const OUTSIDE_ONLY = ['config'] as const;
const CHILD_ONLY = ['type', 'typeexpr', 'autoforward'] as const;

function linkWork(world: InvokeWorld, written: CoreInvoke, place: Place): Work {
  const { expressions } = world.actions;
  const { findings } = expressions;
  const kinds = KINDS.filter((key) => written[key] !== undefined);
  const [kind, second] = kinds;
  if (kind === undefined) {
    findings.add(place.at, 'key-missing', "'src' or 'machine' is missing.", `Add one of ${KINDS.join(', ')}.`);
  } else if (second !== undefined) expressions.exclusive(kind, second, place.spot(kind));
  const isChild = kind === 'machine' || kind === 'machineexpr';
  for (const key of isChild ? OUTSIDE_ONLY : CHILD_ONLY) {
    if (written[key] === undefined) continue;
    const message = isChild ? `A child machine has no '${key}'.` : `'${key}' is of child machines only.`;
    findings.add(place.spot(key), 'key-misplaced', message, `Remove '${key}'.`);
  }
  if (!isChild) return { kind: 'outside', src: expressions.text(written, 'src', place) ?? '' };
  const type = expressions.text(written, 'type', place);
  if (written.machineexpr !== undefined) {
    return { kind: 'child', child: expressions.expression(written.machineexpr, place, 'machineexpr'), type };
  }
  return { kind: 'child', child: childOf(world, written.machine ?? '', place), type };
}

function childOf(world: InvokeWorld, machine: CoreMachine | string, place: Place): Program {
  if (typeof machine !== 'string') return world.program(machine, place.member('machine'));
  const program = world.machines.get(machine);
  if (program !== undefined) return program;
  const message = `There is no machine '${machine}'.`;
  const { findings } = world.actions.expressions;
  findings.add(place.spot('machine'), 'machine-missing', message, "Add it to 'machines', or write it here.");
  return NO_PROGRAM;
}

/** Present and empty, `finalize` takes over what the event has under the names of the namelist (W3C 6.5). */
function finalizeOf(actions: ActionLinker, written: CoreInvoke, place: Place): Block | null {
  if (written.finalize === undefined) return null;
  if (written.finalize.length > 0) return actions.block(written.finalize, place, 'finalize');
  const locations = actions.expressions.locations(written.namelist, place, 'namelist');
  return locations.length === 0
    ? null
    : locations.map((location) => ({ op: 'adopt' as const, location, at: place.at }));
}

/** W3C 6.5: nothing is raised or sent while an answer is taken in. */
function checkFinalize(actions: ActionLinker, written: readonly CoreAction[], around: Place, list: ListName): void {
  const { findings } = actions.expressions;
  for (const [index, action] of written.entries()) {
    const place = Place.of(action, around.item(list, index), findings);
    if ('raise' in action || 'send' in action) {
      findings.add(place.at, 'finalize-sends', "'finalize' cannot raise or send events.", 'Do it in a transition.');
    } else if ('if' in action) {
      for (const [at, branch] of action.if.entries())
        checkFinalize(actions, branch.do, place.itemPlace('if', at), 'do');
    } else if ('foreach' in action) checkFinalize(actions, action.do, place, 'do');
  }
}

/** Stands for a child that was reported: the machine is not made. */
const NO_PROGRAM = new Program('');
