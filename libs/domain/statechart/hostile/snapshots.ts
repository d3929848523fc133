import type { Machine } from '../src/index.ts';
import { restores, times } from './hostile-case.ts';
import type { HostileCase } from './hostile-case.ts';
import { richMachine, richSnapshot } from './machines-for-snapshots.ts';

type Loose = Record<string, unknown>;

/** The whole snapshot as text, changed by hand. */
const changed = (name: string, change: (text: string) => string | Uint8Array, must: string): HostileCase =>
  restores(
    name,
    () => {
      const machine: Machine = richMachine();
      return { machine, stored: change(JSON.stringify(richSnapshot(machine))) };
    },
    must,
  );

const edited = (what: string, edit: (snapshot: Loose) => void, pointer: string): HostileCase =>
  changed(
    `a snapshot edited to hold ${what}`,
    (text) => {
      const snapshot = JSON.parse(text) as Loose;
      edit(snapshot);
      return JSON.stringify(snapshot);
    },
    pointer === 'restored' ? pointer : `refused ${pointer.startsWith('/') ? `snapshot-invalid ${pointer}` : pointer}`,
  );

const brackets = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const ofKind = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value);

const WRONG = [null, 7, 'text', true] as const;
const LISTS = ['configuration', 'timers', 'operations', 'deferred', 'sends', 'children'] as const;

export const SNAPSHOTS_CUT: readonly HostileCase[] = [
  changed('the snapshot itself', (text) => text, 'restored'),
  changed('the snapshot as bytes', encode, 'restored'),
  ...[0, 1, 10, 100, 300].map((length) =>
    changed(
      `a snapshot cut off after ${length} bytes`,
      (text) => encode(text).subarray(0, length),
      'refused snapshot-malformed',
    ),
  ),
  changed('a snapshot without its last byte', (text) => text.slice(0, -1), 'refused snapshot-malformed'),
  changed('a snapshot with a byte more', (text) => `${text}}`, 'refused snapshot-malformed'),
  changed('a snapshot twice', (text) => text + text, 'refused snapshot-malformed'),
  changed(
    'a snapshot in Latin-1',
    (text) => Uint8Array.from(text.replace('"n":1', '"n":"\u00e4"'), (character) => character.charCodeAt(0)),
    'refused snapshot-malformed',
  ),
  changed('bytes of nothing but zeros', () => new Uint8Array(1_000), 'refused snapshot-malformed'),
  changed(
    'a snapshot of another machine',
    (text) => text.replace(/"machine":"\w+"/u, `"machine":"${'0'.repeat(64)}"`),
    'refused snapshot-foreign /machine',
  ),
  changed(
    'a snapshot of a newer version',
    (text) => text.replace('"version":1', '"version":2'),
    'refused snapshot-too-new /version',
  ),
  changed(
    'a snapshot of a version past counting',
    (text) => text.replace('"version":1', '"version":1e308'),
    'refused snapshot-too-new /version',
  ),
  changed(
    'a snapshot of an older version',
    (text) => text.replace('"version":1', '"version":0'),
    'refused snapshot-invalid /version',
  ),
  changed('a list in place of a snapshot', () => '[]', 'refused snapshot-invalid'),
  changed('null in place of a snapshot', () => 'null', 'refused snapshot-invalid'),
  changed('an empty object', () => '{}', 'refused snapshot-invalid /version'),
  changed('600 kB', () => `"${'x'.repeat(600_000)}"`, 'refused snapshot-too-large'),
  changed('half a megabyte of brackets', () => brackets(260_000), 'refused snapshot-invalid'),
  changed(
    'values nested 5,000 levels',
    (text) => text.replace('"n":1', `"n":${brackets(5_000)}`),
    'refused snapshot-invalid /data',
  ),
  changed(
    'values nested 200,000 levels',
    (text) => text.replace('"n":1', `"n":${brackets(200_000)}`),
    'refused snapshot-invalid /data',
  ),
  changed(
    '100,000 members in the data',
    (text) => text.replace('"n":1', times(40_000, (index) => `"m${index}":1`).join()),
    'restored',
  ),
  changed(
    'a configuration of 50,000 states',
    (text) => text.replace(/"configuration":\[[^\]]*\]/u, `"configuration":[${'"l1",'.repeat(50_000)}"l2"]`),
    'refused snapshot-invalid /configuration/1',
  ),
  changed(
    '50,000 timers',
    (text) => text.replace(/"timers":\[[^\]]*\]/u, `"timers":[${'{},'.repeat(50_000)}{}]`),
    'refused snapshot-invalid /timers',
  ),
];

export const SNAPSHOTS_EDITED: readonly HostileCase[] = [
  ...LISTS.flatMap((key) =>
    [...WRONG, {}].map((value) => edited(`${ofKind(value)} as its ${key}`, (s) => (s[key] = value), `/${key}`)),
  ),
  ...[null, 7, 'text', []].map((value) =>
    edited(`${ofKind(value)} as its history`, (s) => (s['history'] = value), '/history'),
  ),
  ...[null, 7, 'text', []].map((value) => edited(`${ofKind(value)} as its data`, (s) => (s['data'] = value), '/data')),
  ...[null, 7, 'asleep', []].map((value) =>
    edited(`${ofKind(value)} as its status`, (s) => (s['status'] = value), '/status'),
  ),
  ...['version', 'machine', 'status', 'configuration', 'history', 'data', 'timers', 'operations', 'deferred'].map(
    (key) => edited(`no ${key}`, (s) => delete s[key], key === 'machine' ? 'snapshot-foreign /machine' : `/${key}`),
  ),
  edited('a key of its own', (s) => (s['extra'] = 1), '/extra'),
  changed(
    'a snapshot with a key called __proto__',
    (text) => text.replace('{', '{"__proto__":{"status":"done"},'),
    'refused snapshot-invalid /__proto__',
  ),
  edited('a state that is not there', (s) => (s['configuration'] = ['l2', 'r9', 'c']), '/configuration/1'),
  edited(
    'a state that only a prototype knows',
    (s) => (s['configuration'] = ['toString', 'r2', 'c']),
    '/configuration/0',
  ),
  edited('a compound state as a leaf', (s) => (s['configuration'] = ['L', 'r2', 'c']), '/configuration/0'),
  edited('a history state as active', (s) => (s['configuration'] = ['h', 'l2', 'r2', 'c']), '/configuration/0'),
  edited('a region missing', (s) => (s['configuration'] = ['l2', 'r2']), '/configuration'),
  edited('two children of one region', (s) => (s['configuration'] = ['l1', 'l2', 'r2', 'c']), '/configuration'),
  edited('states out of order', (s) => (s['configuration'] = ['r2', 'l2', 'c']), '/configuration/1'),
  edited('a state twice', (s) => (s['configuration'] = ['l2', 'l2', 'r2', 'c']), '/configuration/1'),
  edited('nothing active', (s) => (s['configuration'] = []), '/configuration'),
  edited('half a history', (s) => (s['history'] = { h: ['l1'] }), '/history'),
  edited('a history of no history state', (s) => (s['history'] = { L: ['l1'] }), '/history'),
  edited('a history of states elsewhere', (s) => (s['history'] = { h: ['away'] }), '/history'),
  edited('data of the system', (s) => (s['data'] = { vars: {}, _event: 1 }), '/data'),
  edited('a timer of an inactive state', (s) => (s['timers'] = [{ state: 'away', delayMs: 10, due: 1 }]), '/timers/0'),
  edited('a timer nobody set', (s) => (s['timers'] = [{ state: 'R', delayMs: 11, due: 1 }]), '/timers/0'),
  edited('a timer twice', (s) => (s['timers'] = times(2, () => ({ state: 'R', delayMs: 10, due: 1 }))), '/timers/1'),
  edited(
    'a timer that is due in words',
    (s) => (s['timers'] = [{ state: 'R', delayMs: 10, due: 'soon' }]),
    '/timers/0/due',
  ),
  edited(
    'an operation nobody asked for',
    (s) => (s['operations'] = [{ operation: 'x', invoke: 'other', state: 'r2' }]),
    '/operations/0',
  ),
  edited(
    'an operation of an inactive state',
    (s) => (s['operations'] = [{ operation: 'x', invoke: 'job', state: 'r1' }]),
    '/operations/0',
  ),
  edited(
    'an operation without an id',
    (s) => (s['operations'] = [{ operation: 7, invoke: 'job', state: 'r2' }]),
    '/operations/0',
  ),
  edited(
    'an operation with an empty id',
    (s) => (s['operations'] = [{ operation: '', invoke: 'job', state: 'r2' }]),
    '/operations/0',
  ),
  ...[0.5, 1e400, -0.25].map((due) =>
    edited(`a timer that is due at ${due}`, (s) => (s['timers'] = [{ state: 'R', delayMs: 10, due }]), '/timers/0/due'),
  ),
  edited(
    'a send that is due in the middle of a millisecond',
    (s) => (s['sends'] = [{ due: 1_000.5, event: 'later', at: '' }]),
    '/sends/0/due',
  ),
  ...[0, -1, 1.5, '1', null, 2 ** 53].map((ids) =>
    edited(`${ofKind(ids)} ${String(ids)} as the number of its ids`, (s) => (s['ids'] = ids), '/ids'),
  ),
  edited(
    '65 operations',
    (s) => (s['operations'] = times(65, (index) => ({ operation: `o${index}`, invoke: 'job', state: 'r2' }))),
    '/operations',
  ),
  edited('a deferred event of the kernel', (s) => (s['deferred'] = [{ name: 'done.invoke.job' }]), '/deferred/0'),
  edited('a deferred event without a name', (s) => (s['deferred'] = [{}]), '/deferred/0'),
  edited('33 deferred events', (s) => (s['deferred'] = times(33, () => ({ name: 'x' }))), '/deferred'),
  edited('an end with work open', (s) => (s['status'] = 'done'), '/status'),
  edited('an output before the end', (s) => (s['output'] = 1), '/output'),
];
