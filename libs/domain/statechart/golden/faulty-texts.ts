import { compile } from '../src/index.ts';
import type { CompileOptions, CoreMachine } from '../src/index.ts';
import { problemText } from './faulty-machines.ts';
import type { Records } from './play-story.ts';

const machine = (rest: string): string => `{"schema":"core/1","id":"m",${rest}}`;
const states = (list: readonly unknown[]): CoreMachine => ({ schema: 'core/1', id: 'm', states: list as never });
const p = (...children: readonly unknown[]): unknown => ({ id: 'p', type: 'parallel', states: children });
const to = (target: unknown): unknown => ({ id: 'a', transitions: [{ event: 'e', target }] });
const regions = p(
  { id: 'l', states: [{ id: 'l1' }, { id: 'l2' }] },
  { id: 'r', states: [{ id: 'r1' }, { id: 'rh', type: 'history', initial: 'r1' }] },
);

/** Machines that are wrong as a whole, by name; of JSON that cannot be read only the kernel's own words count. */
const TEXTS: Readonly<Record<string, string | CoreMachine | readonly [string | CoreMachine, CompileOptions]>> = {
  'a number': '1',
  null: 'null',
  'a list': '[]',
  'a text': '"x"',
  'nothing in it': '{}',
  'no states': machine('"states":[]'),
  'a key twice': machine('"states":[{"id":"a"}],"id":"n"'),
  'a key __proto__': machine('"states":[{"id":"a"}],"__proto__":1'),
  'many unknown keys': machine(
    `"states":[{"id":"a"}],${Array.from({ length: 210 }, (_, index) => `"k${index}":1`).join(',')}`,
  ),
  'more bytes than allowed': [machine(`"states":[{"id":"a"}]`), { limits: { textBytes: 49 } }],
  'as many bytes as allowed': [machine(`"states":[{"id":"a"}]`), { limits: { textBytes: 50 } }],
  'umlauts count twice': [machine(`"states":[{"id":"${'ä'.repeat(20)}"}]`), { limits: { textBytes: 88 } }],
  'umlauts that fit': [machine(`"states":[{"id":"${'ä'.repeat(20)}"}]`), { limits: { textBytes: 89 } }],
  'an object of more bytes': [states([{ id: 'a' }]), { limits: { textBytes: 45 } }],
  'brackets at the limit': [
    machine(`"data":[{"id":"v","value":${'['.repeat(99)}${']'.repeat(99)}}],"states":[{"id":"a"}]`),
    { limits: { depth: 3, valueDepth: 64 } },
  ],
  'brackets beyond': [
    machine(`"data":[{"id":"v","value":${'['.repeat(100)}${']'.repeat(100)}}],"states":[{"id":"a"}]`),
    { limits: { depth: 3, valueDepth: 64 } },
  ],
  'an object that nests beyond': [
    states([{ id: 'a', entry: [{ effect: 'x', fields: JSON.parse('['.repeat(60) + ']'.repeat(60)) as unknown }] }]),
    { limits: { depth: 2, valueDepth: 10 } },
  ],
  'two regions of one parallel state': states([to(['l2', 'r1']), regions]),
  'two states of one region': states([to(['l1', 'l2']), regions]),
  'a state and one inside it': states([to(['p', 'l1']), regions]),
  'a state twice': states([to(['l1', 'l1']), regions]),
  'two states that exclude each other': states([to(['l1', 'a']), regions]),
  'a region and a history of another': states([to(['rh', 'l2']), regions]),
  'a history and its sibling': states([to(['rh', 'r1']), regions]),
  'three regions, one named twice': states([to(['l1', 'r1', 'l2']), regions]),
  'many wrong targets': states([
    to(['x', 'y']),
    { id: 'b', initial: 'z' },
    { id: 'c', initial: 'a', states: [{ id: 'd' }] },
  ]),
  'initial of several that exclude each other': states([
    { id: 'c', initial: ['d', 'e'], states: [{ id: 'd' }, { id: 'e' }] },
  ]),
  'initial that is empty': states([{ id: 'c', initial: [], states: [{ id: 'd' }] }]),
  'initial that is itself': states([{ id: 'c', initial: 'c', states: [{ id: 'd' }] }]),
  'a history that leads to itself': states([
    { id: 'c', states: [{ id: 'h', type: 'history', initial: 'h' }, { id: 'd' }] },
  ]),
  'a history that leads to a history': states([
    {
      id: 'c',
      states: [{ id: 'h', type: 'history', initial: 'g' }, { id: 'g', type: 'history', initial: 'h' }, { id: 'd' }],
    },
  ]),
  'a shallow history that leads deep': states([
    {
      id: 'c',
      states: [
        { id: 'h', type: 'history', initial: 'e' },
        { id: 'd', states: [{ id: 'e' }] },
      ],
    },
  ]),
  'a deep history that leads deep': states([
    {
      id: 'c',
      states: [
        { id: 'h', type: 'history', history: 'deep', initial: 'e' },
        { id: 'd', states: [{ id: 'e' }] },
      ],
    },
  ]),
  'a history that leads outside': states([
    { id: 'c', states: [{ id: 'h', type: 'history', history: 'deep', initial: 'x' }, { id: 'd' }] },
    { id: 'x' },
  ]),
  'a shallow history of regions': states([
    p({ id: 'h', type: 'history', initial: ['l', 'r'] }, { id: 'l' }, { id: 'r' }),
  ]),
  'a history at the top': states([{ id: 'h', type: 'history', initial: 'a' }, { id: 'a' }]),
  'only histories': states([{ id: 'c', states: [{ id: 'h', type: 'history', initial: 'c' }] }]),
  'a first state that is a history': states([
    { id: 'c', states: [{ id: 'h', type: 'history', initial: 'd' }, { id: 'd' }, { id: 'e' }] },
  ]),
  'a final region': states([p({ id: 'f', type: 'final' }, { id: 'r' })]),
  'a state of one id in a child': {
    ...states([{ id: 'a', invoke: [{ machine: 'k' }] }]),
    machines: { k: states([{ id: 'a' }]) },
  },
  'faults in children': {
    ...states([{ id: 'a', invoke: [{ machine: states([to('x')]) }] }]),
    machines: { k: states([to('y')]), 'l/~': states([]) },
  },
  'machines that know each other': {
    ...states([{ id: 'a' }]),
    machines: {
      k: states([{ id: 'a', invoke: [{ machine: 'l' }] }]),
      l: states([{ id: 'a', invoke: [{ machine: 'k' }, { machine: 'm' }] }]),
    },
  },
  'limits of a child and its parent': {
    ...states([{ id: 'a' }, { id: 'b' }]),
    limits: { states: 3 },
    machines: { k: states([{ id: 'c' }, { id: 'd' }]) },
  },
  'a limit above the platform’s': [
    { ...states([{ id: 'a' }, { id: 'b' }]), limits: { states: 9 } },
    { limits: { states: 1 } },
  ],
  'data of two states of one name': states([
    { id: 'a', data: [{ id: 'v' }] },
    { id: 'b', data: [{ id: 'v' }] },
  ]),
  'more faults than anybody reads': states(Array.from({ length: 250 }, () => ({ id: '' }))),
};

export function faultyTexts(): Records {
  return Object.fromEntries(
    Object.entries(TEXTS).map(([name, given]) => {
      const [source, options] = Array.isArray(given)
        ? (given as [string | CoreMachine, CompileOptions])
        : [given as string | CoreMachine, {}];
      const compiled = compile(source, options);
      if (compiled.ok) return [name, `compiles: ${compiled.machine.identity}`];
      const { problems } = compiled;
      const told = problems.slice(0, 6).map(problemText);
      return [name, problems.length > told.length ? [...told, `${problems.length} in all`] : told];
    }),
  );
}
