import type { CoreMachine } from './core-format.ts';
import { restore } from './restore.ts';
import { build, Player } from './testing/player.ts';

const inner: CoreMachine = {
  schema: 'core/1',
  id: 'inner',
  states: [{ id: 'i', after: [{ delayMs: 10, do: [] }] }],
};
const middle: CoreMachine = {
  schema: 'core/1',
  id: 'middle',
  binding: 'late',
  states: [{ id: 'm', data: [{ id: 'x', value: 1 }], invoke: [{ machine: 'inner' }, { id: 'job', src: 'work' }] }],
};
const machine = build({
  machines: { inner, middle },
  limits: { children: 4, sends: 2 },
  states: [
    {
      id: 's',
      entry: [{ send: { event: 'e', delayMs: 5, id: 'i', params: { p: '1' } } }],
      invoke: [
        { id: 'named', machineexpr: "'middle'" },
        { id: 'inline', machine: inner },
      ],
    },
    { id: 't' },
  ],
});

interface Loose {
  [key: string]: Loose;
}
const stored = (): Loose => JSON.parse(JSON.stringify(new Player(machine).snapshot)) as Loose;
const codeOf = (edit: (snapshot: Loose) => void): string => {
  const snapshot = stored();
  edit(snapshot);
  const result = restore(machine, JSON.stringify(snapshot));
  return result.ok ? 'ok' : result.problems.map(({ code, pointer }) => `${code} ${pointer}`).join();
};
/** Anything, where TypeScript wants to know better. */
const any = (value: unknown): Loose => value as Loose;
const child = (snapshot: Loose, index = 0): Loose => any(any(snapshot['children'])[index]);

describe('a stored snapshot with children and delayed sends', () => {
  it('comes back as it was, and goes on', () => {
    const player = new Player(machine);
    const restored = restore(machine, new TextEncoder().encode(JSON.stringify(player.snapshot)));
    expect(restored).toEqual({ ok: true, snapshot: player.snapshot });
    expect(player.snapshot).toMatchObject({
      sends: [{ event: 'e' }],
      children: [
        { invoke: 'named', machine: 'middle', snapshot: { bound: ['m'], operations: [{ invoke: 'job' }] } },
        { invoke: 'inline', snapshot: { timers: [{ state: 'i' }] } },
      ],
      ids: 4,
    });
    expect(player.wait(10).outcome).toBe('taken');
  });

  it.each<[string, (snapshot: Loose) => void, string]>([
    ['no list of children', (it) => (it['children'] = any({})), '/children'],
    ['an empty list of children', (it) => (it['children'] = any([])), '/children'],
    ['a child that is none', (it) => (it['children'] = any([null])), '/children/0'],
    ['a child of a state that is not active', (it) => (child(it)['state'] = any('t')), '/children/0'],
    ['a child of an invoke that is not there', (it) => (child(it)['index'] = any(7)), '/children/0'],
    ['a child with another id', (it) => (child(it)['invoke'] = any('other')), '/children/0'],
    ['a child with a key more', (it) => (child(it)['extra'] = any(1)), '/children/0'],
    ['the same child twice', (it) => (it['children'] = any([child(it), child(it)])), '/children/1'],
    [
      'a child of a machine that is not there',
      (it) => (child(it)['machine'] = any('__proto__')),
      '/children/0/machine',
    ],
    ['a child in place with a name', (it) => (child(it, 1)['machine'] = any('inner')), '/children/1/machine'],
    [
      'two children with one session',
      (it) => (child(it, 1)['session'] = any(child(it)['session'])),
      '/children/1/session',
    ],
    [
      'a child in a state that it does not have',
      (it) => (any(child(it, 1)['snapshot'])['configuration'] = any(['m'])),
      '/children/1/snapshot/configuration/0',
    ],
    [
      'a child that is done and kept',
      (it) => (any(child(it, 1)['snapshot'])['status'] = any('done')),
      '/children/1/snapshot/status',
    ],
    [
      'a child with a version',
      (it) => (any(child(it, 1)['snapshot'])['version'] = any(1)),
      '/children/1/snapshot/version',
    ],
    [
      'an operation of a child that nobody asked for',
      (it) => (any(child(it)['snapshot'])['operations'] = any([{ operation: 'o', invoke: 'x', state: 'm' }])),
      '/children/0/snapshot/operations/0',
    ],
    [
      'a child inside a child of another machine',
      (it) => (child(any(child(it)['snapshot']))['machine'] = any('middle')),
      '/children/0/snapshot/children/0/machine',
    ],
    [
      'a state bound that has no data',
      (it) => (any(child(it)['snapshot'])['bound'] = any(['i'])),
      '/children/0/snapshot/bound/0',
    ],
    ['no list of sends', (it) => (it['sends'] = any({ 0: 1 })), '/sends'],
    ['too many sends', (it) => (it['sends'] = any([1, 2, 3].map(() => any(it['sends'])[0]))), '/sends'],
    ['a send without time', (it) => (any(any(it['sends'])[0])['due'] = any('soon')), '/sends/0/due'],
    ['a send with a key more', (it) => (any(any(it['sends'])[0])['extra'] = any('x')), '/sends/0'],
    ['a forged send', (it) => (any(any(it['sends'])[0])['event'] = any('done.invoke.named')), '/sends/0/event'],
    ['a send of a type that nobody serves', (it) => (any(any(it['sends'])[0])['type'] = any('mail')), '/sends/0/type'],
    ['a send to no place', (it) => (any(any(it['sends'])[0])['target'] = any('baz')), '/sends/0/target'],
    ['a send between two milliseconds', (it) => (any(any(it['sends'])[0])['due'] = any(5.5)), '/sends/0/due'],
    ['a count of ids that is none', (it) => (it['ids'] = any(-1)), '/ids'],
    ['a count of ids that would not go on', (it) => (it['ids'] = any(2 ** 53)), '/ids'],
    ['an empty session', (it) => (child(it)['session'] = any('')), '/children/0/session'],
    ['a session that nobody made', (it) => (child(it)['session'] = any('talk')), '/children/0/session'],
    ['a session that is yet to be made', (it) => (child(it)['session'] = any('talk.5')), '/children/0/session'],
    [
      'fewer ids than the child of its child has',
      (it) => (it['ids'] = any(3)),
      '/children/0/snapshot/children/0/session',
    ],
    ['no ids at all where some are in use', (it) => void delete it['ids'], '/children/0/session'],
    [
      'the made-up id of an invoke that is yet to be made',
      (it) => (child(any(child(it)['snapshot']))['invoke'] = any('m.0.5')),
      '/children/0/snapshot/children/0/invoke',
    ],
    [
      'the made-up id of an invoke without its number',
      (it) => (child(any(child(it)['snapshot']))['invoke'] = any('m.0.')),
      '/children/0/snapshot/children/0/invoke',
    ],
    [
      'an operation without an id',
      (it) => (any(any(any(child(it)['snapshot'])['operations'])[0])['operation'] = any('')),
      '/children/0/snapshot/operations/0',
    ],
  ])('is refused with %s', (_what, edit, pointer) => {
    expect(codeOf(edit)).toBe(`snapshot-invalid ${pointer}`);
  });

  it('is refused with more children than may run', () => {
    const four = build({
      limits: { children: 4 },
      states: [{ id: 's', invoke: Array.from({ length: 4 }, () => ({ machine: inner })) }],
    });
    const three = build(
      {
        limits: { children: 3 },
        states: [{ id: 's', invoke: Array.from({ length: 4 }, () => ({ machine: inner })) }],
      },
      { identity: four.identity },
    );
    const { snapshot } = new Player(four);
    expect(restore(four, JSON.stringify(snapshot))).toMatchObject({ ok: true });
    expect(restore(three, JSON.stringify(snapshot))).toMatchObject({ problems: [{ pointer: '/children/3' }] });
  });
});
