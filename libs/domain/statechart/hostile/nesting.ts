import { loads, machineOf, nest, plays, textOf, times } from './hostile-case.ts';
import type { HostileCase } from './hostile-case.ts';
import type { CoreAction, CoreMachine, CoreState } from '../src/index.ts';

const deep = (depth: number, type: 'compound' | 'parallel' = 'compound'): CoreState =>
  nest(depth, (inner, level) => ({ id: `d${level}`, type, states: [inner] }), { id: 'leaf' });

const brackets = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** Text of a machine whose states nest, without ever making it: JSON.stringify would recurse. */
const deepText = (depth: number): string =>
  `{"schema":"core/1","id":"m","states":[${'{"id":"x","states":['.repeat(depth)}${']}'.repeat(depth)}]}`;

const nestedIfs = (depth: number): CoreAction => {
  let action: CoreAction = { log: 'x' };
  for (let level = 0; level < depth; level += 1) action = { if: [{ do: [action] }] };
  return action;
};

const nestedLoops = (depth: number): CoreAction => {
  let action: CoreAction = { assign: 'n', expr: '1' };
  for (let level = 0; level < depth; level += 1) action = { foreach: 'list', item: `i${level}`, do: [action] };
  return action;
};

const withAction = (action: CoreAction): string => textOf({ states: [{ id: 'a', entry: [action] }] });

const ring = (): CoreMachine => {
  const state: { id: string; states: unknown[] } = { id: 'a', states: [] };
  state.states.push(state);
  return machineOf({ states: [state as unknown as CoreState] });
};

const ringOfData = (): CoreMachine => {
  const value: unknown[] = [];
  value.push(value);
  return machineOf({ data: [{ id: 'vars', value: value as never }], states: [{ id: 'a' }] });
};

export const NESTING: readonly HostileCase[] = [
  loads('64 levels of states', () => textOf({ states: [deep(64)] }), 'loaded'),
  loads('65 levels of states', () => textOf({ states: [deep(65)] }), `refused limit-depth ${'/states/0'.repeat(65)}`),
  loads('1,000 levels of states', () => deepText(1_000), 'refused limit-depth'),
  loads('10,000 levels of states', () => deepText(10_000), 'refused limit-depth'),
  loads('100,000 levels of states', () => deepText(100_000), 'refused limit-text'),
  loads('64 parallel states inside each other', () => textOf({ states: [deep(64, 'parallel')] }), 'loaded'),
  loads('10,000 brackets', () => brackets(10_000), 'refused limit-depth'),
  loads('a million brackets', () => brackets(1_000_000), 'refused limit-depth'),
  loads('a million open brackets', () => '['.repeat(1_000_000), 'refused limit-depth'),
  loads('a million open braces in a string', () => JSON.stringify('{'.repeat(1_000_000)), 'refused type-wrong'),
  loads(
    '10,000 brackets as a datum',
    () => `{"schema":"core/1","id":"m","data":[{"id":"vars","value":${brackets(10_000)}}],"states":[{"id":"a"}]}`,
    'refused limit-depth',
  ),
  loads(
    '10,000 brackets as fields of an effect',
    () => `{"schema":"core/1","id":"m","states":[{"id":"a","entry":[{"effect":"say","fields":${brackets(10_000)}}]}]}`,
    'refused limit-depth',
  ),
  loads('10 ifs inside each other', () => withAction(nestedIfs(10)), 'loaded'),
  loads('1,000 ifs inside each other', () => withAction(nestedIfs(1_000)), 'refused limit-depth'),
  loads('1,000 foreach inside each other', () => withAction(nestedLoops(1_000)), 'refused limit-depth'),
  loads('a state that holds itself', ring, 'refused limit-depth'),
  loads('a datum that holds itself', ringOfData, 'refused limit-depth'),
  plays('an event that climbs 63 levels in vain', () => ({ states: [deep(64)] }), ['nobody'], 'unhandled in leaf'),
  plays(
    'entering 64 levels and leaving them again, back and forth',
    () => ({
      initial: 'far',
      states: [deep(64), { id: 'far' }],
      transitions: [
        { event: 'in', target: 'leaf' },
        { event: 'out', target: 'far' },
      ],
    }),
    times(100, (index) => (index % 2 === 0 ? 'in' : 'out')),
    'taken in far',
  ),
  plays(
    'eight foreach inside each other, ten items each',
    () => ({
      data: [{ id: 'list', value: times(10, (index) => index) }, { id: 'n' }],
      states: [{ id: 'a', transitions: [{ event: 'go', do: [nestedLoops(8)] }] }],
    }),
    ['go'],
    `failed limit-fuel /states/0/transitions/0/do/0${'/do/0'.repeat(8)} in a`,
  ),
];
