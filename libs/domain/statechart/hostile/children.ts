import type { CoreInvoke, CoreMachine, CoreState } from '../src/index.ts';
import { loads, machineOf, plays, textOf, times } from './hostile-case.ts';
import type { HostileCase, Sketch } from './hostile-case.ts';

/** A machine of one state that has these children. */
const withChildren = (invoke: readonly CoreInvoke[], rest: Partial<CoreState> = {}): CoreMachine =>
  machineOf({ states: [{ id: 'a', invoke, ...rest }] });

/** Children inside each other, each written in its parent. */
export const nested = (depth: number): CoreMachine => {
  let machine = machineOf({ states: [{ id: 'a' }] });
  for (let level = 0; level < depth; level += 1) machine = withChildren([{ id: 'kid', machine }]);
  return machine;
};

/** The parent in state `a` with one child `kid`. */
const family = (parent: Partial<CoreState>, kid: Partial<CoreState>, invoke: Partial<CoreInvoke> = {}): Sketch => ({
  states: [
    {
      id: 'a',
      ...parent,
      invoke: [{ id: 'kid', machine: machineOf({ states: [{ id: 'k', ...kid }] }), ...invoke }],
    },
  ],
});

const toKid = { send: { event: 'ball', target: '#_kid' } } as const;
const toParent = { send: { event: 'ball', target: '#_parent' } } as const;
/** What two families of machines that begin each other have. */
const each = (...names: readonly string[]): readonly CoreInvoke[] => names.map((machine) => ({ machine }));

export const CHILDREN: readonly HostileCase[] = [
  loads('30 child machines inside each other', () => nested(30), 'loaded'),
  loads('60 child machines inside each other', () => nested(60), 'refused limit-depth'),
  loads(
    '10,000 child machines inside each other',
    () => '{"states":[{"invoke":[{"machine":'.repeat(10_000),
    'refused limit-depth',
  ),
  plays('30 children inside each other, begun at once', () => nested(30), [], 'taken in a'),
  plays(
    '40 children inside each other, begun at once',
    () => nested(40),
    [],
    `failed limit-children ${'/states/0/invoke/0/machine'.repeat(32)}/states/0/invoke/0 in nothing`,
  ),
  plays(
    'a child that begins itself',
    () => ({ machines: { m: withChildren(each('m')) }, states: [{ id: 'a', invoke: each('m') }] }),
    [],
    'failed limit-children /machines/m/states/0/invoke/0 in nothing',
  ),
  plays(
    'two children that begin each other',
    () => ({
      machines: { m: withChildren(each('n')), n: withChildren(each('m')) },
      states: [{ id: 'a', invoke: each('m') }],
    }),
    [],
    'failed limit-children /machines/n/states/0/invoke/0 in nothing',
  ),
  plays(
    'children that begin two of their kind each',
    () => ({ machines: { m: withChildren(each('m', 'm')) }, states: [{ id: 'a', invoke: each('m', 'm') }] }),
    [],
    'failed limit-children /machines/m/states/0/invoke/0 in nothing',
  ),
  plays(
    'children that end at once and are begun again',
    () => ({
      machines: { m: machineOf({ states: [{ id: 'f', type: 'final' }] }) },
      states: [{ id: 'a', invoke: each('m'), transitions: [{ event: 'done.invoke', target: 'a' }] }],
    }),
    [],
    'failed limit-microsteps in nothing',
  ),
  plays(
    'a parent and a child that pass a ball for ever',
    () =>
      family(
        { transitions: [{ event: 'ball', do: [toKid] }] },
        { entry: [toParent], transitions: [{ event: 'ball', do: [toParent] }] },
      ),
    [],
    'failed limit-microsteps in nothing',
  ),
  plays(
    'a parent and a child that answer each ball with two',
    () =>
      family(
        { transitions: [{ event: 'ball', do: [toKid, toKid] }] },
        { transitions: [{ event: 'ball', do: [toParent, toParent] }] },
      ),
    ['ball'],
    'failed limit-external-queue /states/0/invoke/0/machine/states/0/transitions/0/do/1 in a',
  ),
  plays(
    'a child that throws 2,000 balls at its parent',
    () => family({}, { entry: times(2_000, () => toParent) }),
    [],
    'failed limit-external-queue /states/0/invoke/0/machine/states/0/entry/1000 in nothing',
  ),
  plays(
    'a parent that throws 2,000 balls at its child',
    () => family({ transitions: [{ event: 'go', do: times(2_000, () => toKid) }] }, {}),
    ['go'],
    'failed limit-external-queue /states/0/transitions/0/do/1000 in a',
  ),
  plays(
    'a child that sends back whatever is forwarded to it',
    () =>
      family(
        { transitions: [{ event: 'ball' }] },
        { transitions: [{ event: 'ball', do: [toParent] }] },
        { autoforward: true },
      ),
    ['ball'],
    'failed limit-microsteps in a',
  ),
  plays(
    '30 children that are all forwarded what each sends back',
    () => ({
      machines: { m: machineOf({ states: [{ id: 'k', transitions: [{ event: '*', do: [toParent] }] }] }) },
      states: [{ id: 'a', invoke: times(30, () => ({ machine: 'm', autoforward: true })) }],
    }),
    ['ball'],
    'failed limit-external-queue /states/0/invoke/14 in a',
  ),
  plays(
    'a child that loops without end',
    () => family({}, { transitions: [{ cond: 'true' }] }),
    [],
    'failed limit-microsteps /states/0/invoke/0/machine/states/0/transitions/0 in nothing',
  ),
  plays(
    'a child with 300 kB of data',
    () => family({}, { data: [{ id: 'big', value: 'x'.repeat(300_000) }] }),
    [],
    'taken in a',
  ),
  plays(
    'two children whose data fill the snapshot together',
    () => {
      const machine = machineOf({ data: [{ id: 'big', value: 'x'.repeat(300_000) }], states: [{ id: 'k' }] });
      return { machines: { m: machine }, states: [{ id: 'a', invoke: each('m', 'm') }] };
    },
    [],
    'failed limit-snapshot-bytes in nothing',
  ),
  plays(
    'a child named by what is no name',
    () => ({ states: [{ id: 'a', invoke: [{ machineexpr: "'toString'" }] }] }),
    [],
    'taken in a',
  ),
  plays(
    'a child called __proto__',
    () => ({
      states: [
        {
          id: 'a',
          invoke: [{ id: '__proto__', machine: nested(0) }],
          transitions: [{ event: 'go', do: [{ send: { event: 'x', target: '#___proto__' } }] }],
        },
      ],
    }),
    ['go'],
    'taken in a',
  ),
  plays(
    'the end of a child, forged',
    () => family({ transitions: [{ event: 'done.invoke.kid', target: 'a' }] }, {}),
    ['done.invoke.kid'],
    'refused reserved-event in a',
  ),
  loads(
    'a child machine that is not there',
    () => textOf({ states: [{ id: 'a', invoke: each('constructor') }] }),
    'refused machine-missing /states/0/invoke/0/machine',
  ),
  loads(
    'a child that raises a limit which its parent lowered',
    () => ({ ...withChildren([{ machine: { ...nested(0), limits: { states: 20 } } }]), limits: { states: 10 } }),
    'refused limit-raised /states/0/invoke/0/machine/limits/states',
  ),
  loads(
    '2,000 child machines of one state each',
    () =>
      textOf({
        machines: Object.fromEntries(times(2_000, (index) => [`m${index}`, nested(0)])),
        states: [{ id: 'a' }],
      }),
    'refused limit-states /machines/m999/states',
  ),
  loads(
    '1,999 child machines of one state each',
    () =>
      textOf({
        machines: Object.fromEntries(times(1_999, (index) => [`m${index}`, nested(0)])),
        states: [{ id: 'a' }],
      }),
    'loaded',
  ),
];
