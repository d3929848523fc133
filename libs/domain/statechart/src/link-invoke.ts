import type { CoreAction, CoreInvoke, CoreMachine } from './core-format.ts';
import type { ActionLinker } from './link-actions.ts';
import { Program } from './machine.ts';
import type { Block, Invoke, Work } from './machine.ts';

/** What an invoke needs to know of the machine around it. */
export interface InvokeWorld {
  readonly actions: ActionLinker;
  /** Child machines by name. */
  readonly machines: ReadonlyMap<string, Program>;
  /** Compiles a child in place; `pointer` is where it stands. */
  readonly program: (core: CoreMachine, pointer: string) => Program;
}

export function linkInvoke(world: InvokeWorld, written: CoreInvoke, index: number): Invoke {
  const { actions } = world;
  const { expressions } = actions;
  const at = written.at ?? '';
  const spot = (member: string): string => expressions.findings.spot(written, member);
  if (written.id !== undefined && written.idlocation !== undefined) {
    expressions.exclusive('id', 'idlocation', spot('id'));
  }
  const work = linkWork(world, written, spot);
  checkFinalize(actions, written.finalize ?? []);
  return {
    id: written.id ?? null,
    idLocation: expressions.optionalLocation(written.idlocation, spot('idlocation')),
    index,
    work,
    input: expressions.fields(spot('input'), written.input),
    namelist: expressions.locations(written.namelist, spot('namelist')),
    config: written.config ?? null,
    finalize: finalizeOf(actions, written, spot, at),
    autoforward: written.autoforward === true,
    at,
  };
}

const KINDS = ['src', 'srcexpr', 'machine', 'machineexpr'] as const;
const OUTSIDE_ONLY = ['config'] as const;
const CHILD_ONLY = ['type', 'typeexpr', 'autoforward'] as const;

function linkWork(world: InvokeWorld, written: CoreInvoke, spot: (member: string) => string): Work {
  const { expressions } = world.actions;
  const { findings } = expressions;
  const kinds = KINDS.filter((key) => written[key] !== undefined);
  const [kind, second] = kinds;
  if (kind === undefined) {
    findings.add(written.at ?? '', 'key-missing', "'src' or 'machine' is missing.", `Add one of ${KINDS.join(', ')}.`);
  } else if (second !== undefined) expressions.exclusive(kind, second, spot(kind));
  const isChild = kind === 'machine' || kind === 'machineexpr';
  for (const key of isChild ? OUTSIDE_ONLY : CHILD_ONLY) {
    if (written[key] === undefined) continue;
    const message = isChild ? `A child machine has no '${key}'.` : `'${key}' is of child machines only.`;
    findings.add(spot(key), 'key-misplaced', message, `Remove '${key}'.`);
  }
  if (!isChild) return { kind: 'outside', src: expressions.text(written, 'src', spot) ?? '' };
  const type = expressions.text(written, 'type', spot);
  if (written.machineexpr !== undefined) {
    return { kind: 'child', child: expressions.expression(written.machineexpr, spot('machineexpr')), type };
  }
  return { kind: 'child', child: childOf(world, written.machine ?? '', spot('machine')), type };
}

function childOf(world: InvokeWorld, machine: CoreMachine | string, pointer: string): Program {
  if (typeof machine !== 'string') return world.program(machine, pointer);
  const program = world.machines.get(machine);
  if (program !== undefined) return program;
  const message = `There is no machine '${machine}'.`;
  world.actions.expressions.findings.add(
    pointer,
    'machine-missing',
    message,
    "Add it to 'machines', or write it here.",
  );
  return NO_PROGRAM;
}

/** Present and empty, `finalize` takes over what the event has under the names of the namelist (W3C 6.5). */
function finalizeOf(
  actions: ActionLinker,
  written: CoreInvoke,
  spot: (member: string) => string,
  at: string,
): Block | null {
  if (written.finalize === undefined) return null;
  if (written.finalize.length > 0) return actions.block(written.finalize);
  const locations = actions.expressions.locations(written.namelist, spot('namelist'));
  return locations.length === 0 ? null : locations.map((location) => ({ op: 'adopt' as const, location, at }));
}

/** W3C 6.5: nothing is raised or sent while an answer is taken in. */
function checkFinalize(actions: ActionLinker, written: readonly CoreAction[]): void {
  const { findings } = actions.expressions;
  for (const action of written) {
    if ('raise' in action || 'send' in action) {
      findings.add(
        action.at ?? '',
        'finalize-sends',
        "'finalize' cannot raise or send events.",
        'Do it in a transition.',
      );
    } else if ('if' in action) for (const branch of action.if) checkFinalize(actions, branch.do);
    else if ('foreach' in action) checkFinalize(actions, action.do);
  }
}

/** Stands for a child that was reported: the machine is not made. */
const NO_PROGRAM = new Program('');
