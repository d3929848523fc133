import { checkSnapshot } from './check-snapshot.ts';
import { activeNode, isMade, MADE_RULE } from './check-waiting.ts';
import { damaged, SNAPSHOT_KEYS } from './damaged.ts';
import type { Place } from './damaged.ts';
import { isList, isMap } from './json.ts';
import type { JsonMap } from './json.ts';
import { Program } from './machine.ts';
import type { Invoke, StateNode, Tables } from './machine.ts';
import type { Problem } from './problem.ts';

const KEYS = new Set(['invoke', 'session', 'state', 'index', 'machine', 'snapshot']);
const CHILD_KEYS: ReadonlySet<string> = new Set(SNAPSHOT_KEYS);

/** Child machines: of invokes of active states, each session once, and each in a state that its machine can be in. */
export function checkChildren(place: Place, { children, configuration }: JsonMap): Problem | null {
  if (!isList(children) || children.length === 0) return damaged('/children', 'The children are a list.');
  const taken = new Set<Invoke>();
  for (const [index, child] of children.entries()) {
    const pointer = `/children/${index}`;
    if (!isMap(child)) return damaged(pointer, 'This is no child.');
    const owner = activeNode(place.tables, configuration, child['state']);
    const invoke = owner === null ? null : invokeFor(owner, child);
    if (invoke === null || taken.size === taken.add(invoke).size)
      return damaged(pointer, 'No active state has this child.');
    if (invoke.id === null && !isMade(String(child['invoke']), place.ids))
      return damaged(`${pointer}/invoke`, MADE_RULE);
    const program = programFor(place.tables, invoke, child['machine']);
    if (program === null) return damaged(`${pointer}/machine`, 'This is not its machine.');
    const problem = checkSession(place, child, program);
    if (problem !== null) return { ...problem, pointer: `${pointer}${problem.pointer}` };
  }
  return null;
}

function invokeFor(owner: StateNode, child: JsonMap): Invoke | null {
  if (Object.keys(child).some((key) => !KEYS.has(key))) return null;
  const { index, invoke: id } = child;
  const invoke = typeof index === 'number' ? owner.invokes[index] : undefined;
  if (invoke === undefined || typeof id !== 'string') return null;
  const isItsId = invoke.id === null ? id.startsWith(`${owner.id}.${invoke.index}.`) : invoke.id === id;
  return isItsId ? invoke : null;
}

function programFor({ machines }: Tables, { work }: Invoke, name: unknown): Program | null {
  if (work.kind === 'outside') return null;
  if (work.child instanceof Program) return name === undefined ? work.child : null;
  return typeof name === 'string' ? (machines.get(name) ?? null) : null;
}

function checkSession(
  { sessions, tables, ids }: Place,
  { session, snapshot }: JsonMap,
  program: Program,
): Problem | null {
  if (typeof session !== 'string' || sessions.size === sessions.add(session).size) {
    return damaged('/session', 'A session has an id of its own.');
  }
  if (!isMade(session, ids)) return damaged('/session', MADE_RULE);
  if (sessions.size > tables.limits.children) return damaged('', 'More child machines run than are allowed.');
  if (snapshot === null) return null;
  if (!isMap(snapshot)) return damaged('/snapshot', 'A child keeps a snapshot, or null.');
  if (snapshot['status'] !== 'active') return damaged('/snapshot/status', 'A child that has ended keeps nothing.');
  const inside = { tables: program.tables, sessions, ids };
  const problem = checkSnapshot(inside, snapshot, CHILD_KEYS);
  return problem === null ? null : { ...problem, pointer: `/snapshot${problem.pointer}` };
}
