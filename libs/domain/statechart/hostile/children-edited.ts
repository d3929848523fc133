import { compile } from '../src/index.ts';
import type { CoreMachine, Machine } from '../src/index.ts';
import { nested } from './children.ts';
import { machineOf, playThrough, restores, times } from './hostile-case.ts';
import type { HostileCase } from './hostile-case.ts';

interface Loose {
  [key: string]: Loose;
}

/** Anything, where a type would only be in the way. */
const any = (value: unknown): Loose => value as Loose;

/** A grandchild, a child and their parent, stored and then changed by hand; `kid` is what the parent keeps of its child. */
const edited = (what: string, edit: (kid: Loose, snapshot: Loose) => void, must: string): HostileCase =>
  restores(
    `a child edited to ${what}`,
    () => {
      const machine = compiled(nested(2));
      const snapshot = any(JSON.parse(JSON.stringify(playThrough(machine, []).snapshot)));
      edit(any(any(snapshot['children'])[0]), snapshot);
      return { machine, stored: JSON.stringify(snapshot) };
    },
    must,
  );

/** A machine whose child may have a child of its kind, and so on; the snapshot has so many inside each other. */
function chained(depth: number): { readonly machine: Machine; readonly stored: string } {
  const m = machineOf({
    states: [
      { id: 'k', transitions: [{ event: 'grow', target: 'l' }] },
      { id: 'l', invoke: [{ id: 'kid', machine: 'm' }] },
    ],
  });
  const machine = compiled(
    machineOf({ machines: { m }, states: [{ id: 'l', invoke: [{ id: 'kid', machine: 'm' }] }] }),
  );
  const stored = JSON.stringify({ ...playThrough(machine, []).snapshot, ids: depth + 1, children: ['HERE'] });
  const empty = '"status":"active","history":{},"data":{},"timers":[],"operations":[],"deferred":[]';
  const head = times(depth - 1, (level) => `${child(level)}"snapshot":{${empty},"configuration":["l"],"children":[`);
  const innermost = `${child(depth)}"snapshot":{${empty},"configuration":["k"]}}`;
  return { machine, stored: stored.replace('"HERE"', head.join('') + innermost + ']}}'.repeat(depth - 1)) };
}

const child = (level: number): string => `{"invoke":"kid","session":"talk.${level + 1}","state":"l","index":0,`;

function compiled(core: CoreMachine): Machine {
  const compilation = compile(core);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
  return compilation.machine;
}

const keep = (kid: Loose): Loose => any(kid['snapshot']);

export const CHILDREN_EDITED: readonly HostileCase[] = [
  edited('be as it was', () => undefined, 'restored'),
  edited(
    'be nothing',
    (_kid, snapshot) => (snapshot['children'] = any([null])),
    'refused snapshot-invalid /children/0',
  ),
  edited('be two', (kid, snapshot) => (snapshot['children'] = any([kid, kid])), 'refused snapshot-invalid /children/1'),
  edited(
    'be 5,000',
    (kid, snapshot) => (snapshot['children'] = any(times(5_000, () => kid))),
    'refused snapshot-too-large',
  ),
  edited('be of another state', (kid) => (kid['state'] = any('b')), 'refused snapshot-invalid /children/0'),
  edited(
    'be of a state that only a prototype knows',
    (kid) => (kid['state'] = any('toString')),
    'refused snapshot-invalid /children/0',
  ),
  edited('be the invoke of a half', (kid) => (kid['index'] = any(0.5)), 'refused snapshot-invalid /children/0'),
  edited('be another invoke', (kid) => (kid['invoke'] = any('__proto__')), 'refused snapshot-invalid /children/0'),
  edited('be a machine by name', (kid) => (kid['machine'] = any('m')), 'refused snapshot-invalid /children/0/machine'),
  edited(
    'have a session that is no text',
    (kid) => (kid['session'] = any(7)),
    'refused snapshot-invalid /children/0/session',
  ),
  edited('have no session', (kid) => (kid['session'] = any('')), 'refused snapshot-invalid /children/0/session'),
  ...['talk', 'talk.', 'talk.x', 'talk.0', 'talk.01', 'talk.1e0', 'talk.-1', 'talk.1 ', `talk.${'9'.repeat(400)}`].map(
    (session) =>
      edited(
        `have the session ${session.slice(0, 12)}, which nobody made`,
        (kid) => (kid['session'] = any(session)),
        'refused snapshot-invalid /children/0/session',
      ),
  ),
  edited(
    'have a session that is yet to be made',
    (kid) => (kid['session'] = any('talk.3')),
    'refused snapshot-invalid /children/0/session',
  ),
  edited(
    'be counted as if it had never begun',
    (_kid, snapshot) => delete snapshot['ids'],
    'refused snapshot-invalid /children/0/session',
  ),
  edited(
    'leave its own child uncounted',
    (_kid, snapshot) => (snapshot['ids'] = any(1)),
    'refused snapshot-invalid /children/0/snapshot/children/0/session',
  ),
  edited(
    'have the session of its child',
    (kid) => (any(keep(kid)['children'])[0] = any({ ...any(any(keep(kid)['children'])[0]), session: kid['session'] })),
    'refused snapshot-invalid /children/0/snapshot/children/0/session',
  ),
  edited('keep a list', (kid) => (kid['snapshot'] = any([])), 'refused snapshot-invalid /children/0/snapshot'),
  edited(
    'have ended, and keep all the same',
    (kid) => (keep(kid)['status'] = any('done')),
    'refused snapshot-invalid /children/0/snapshot/status',
  ),
  edited(
    'be in a state that is not there',
    (kid) => (keep(kid)['configuration'] = any(['z'])),
    'refused snapshot-invalid /children/0/snapshot/configuration/0',
  ),
  edited(
    'have data of its own making',
    (kid) => (keep(kid)['data'] = any({ _event: 1 })),
    'refused snapshot-invalid /children/0/snapshot/data',
  ),
  edited(
    'have a version',
    (kid) => (keep(kid)['version'] = any(1)),
    'refused snapshot-invalid /children/0/snapshot/version',
  ),
  edited(
    'hold its parent',
    (kid, snapshot) => (keep(kid)['children'] = any(JSON.parse(JSON.stringify(snapshot['children'])))),
    'refused snapshot-invalid /children/0/snapshot/children/0/session',
  ),
  edited(
    'hold a child of which it is one',
    (kid) => (any(keep(kid)['children'])[1] = any(JSON.parse(JSON.stringify(kid)))),
    'refused snapshot-invalid /children/0/snapshot/children/1',
  ),
  restores('31 children inside each other, written by hand', () => chained(31), 'restored'),
  restores(
    '40 children inside each other, written by hand',
    () => chained(40),
    'refused snapshot-invalid /children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0/snapshot/children/0',
  ),
  restores('3,000 children inside each other, written by hand', () => chained(3_000), 'refused snapshot-too-large'),
];
