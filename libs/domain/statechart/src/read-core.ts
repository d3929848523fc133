import type {
  CoreAction,
  CoreAfter,
  CoreBranch,
  CoreDatum,
  CoreDoneData,
  CoreInitial,
  CoreInvoke,
  CoreMachine,
  CoreState,
  CoreTransition,
  Limits,
} from './core-format.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import {
  anything,
  flag,
  isObject,
  list,
  mapOf,
  name,
  object,
  oneOf,
  oneOrMany,
  text,
  whole,
  wrongType,
} from './shape.ts';
import type { Reader } from './shape.ts';

/** Shapes of the core format; the meaning is checked later. */
const id = name(256);
const pointerText = text(4_000);
const expression = text(2_000);
const expressions = mapOf(expression);

const action: Reader<CoreAction> = (json, pointer, findings) => {
  if (!isObject(json)) return wrongType(json, 'an action', pointer, findings);
  const kinds = [...ACTIONS.keys()].filter((key) => Object.hasOwn(json, key));
  const reader = kinds.length === 1 && kinds[0] !== undefined ? ACTIONS.get(kinds[0]) : undefined;
  if (reader !== undefined) return reader(json, pointer, findings);
  const said = kinds.length === 0 ? 'This action does nothing known.' : `One action cannot be ${kinds.join(' and ')}.`;
  findings.add(pointer, 'action-unknown', said, `An action is one of: ${[...ACTIONS.keys()].join(', ')}.`);
  return undefined;
};
const actions = list(action);

const branch = object<CoreBranch>({ cond: expression, do: actions }, ['do']);

const ACTIONS: ReadonlyMap<string, Reader<CoreAction>> = new Map<string, Reader<CoreAction>>([
  ['raise', object({ raise: id, data: expressions, at: pointerText }, ['raise'])],
  ['assign', object({ assign: expression, expr: expression, at: pointerText }, ['assign', 'expr'])],
  ['unset', object({ unset: expression, at: pointerText }, ['unset'])],
  ['if', object({ if: list(branch), at: pointerText }, ['if'])],
  [
    'foreach',
    object({ foreach: expression, item: id, index: id, do: actions, at: pointerText }, ['foreach', 'item', 'do']),
  ],
  ['log', object({ log: text(1_000), expr: expression, at: pointerText }, ['log'])],
  [
    'effect',
    object({ effect: id, fields: anything, capture: list(expression), values: expressions, at: pointerText }, [
      'effect',
    ]),
  ],
]);

const arrival = object<CoreInitial>({ target: oneOrMany(id), do: actions, at: pointerText }, ['target']);
const initial: Reader<string | readonly string[] | CoreInitial> = (json, pointer, findings) =>
  isObject(json) ? arrival(json, pointer, findings) : oneOrMany(id)(json, pointer, findings);

const transitionFields = {
  event: oneOrMany(id),
  cond: expression,
  target: oneOrMany(id),
  internal: flag,
  do: actions,
  at: pointerText,
};
const transition = object<CoreTransition>(transitionFields, []);
const after = object<CoreAfter>({ ...transitionFields, delayMs: whole(0) }, ['delayMs']);
const invoke = object<CoreInvoke>({ id, src: id, input: expressions, config: anything, at: pointerText }, [
  'id',
  'src',
]);
const donedata = object<CoreDoneData>({ content: expression, params: expressions, at: pointerText }, []);

const state: Reader<CoreState> = (json, pointer, findings) => readState(json, pointer, findings);
const readState = object<CoreState>(
  {
    id,
    type: oneOf('atomic', 'compound', 'parallel', 'final', 'history'),
    history: oneOf('shallow', 'deep'),
    initial,
    states: list(state),
    entry: actions,
    exit: actions,
    transitions: list(transition),
    after: list(after),
    invoke: list(invoke),
    defer: list(id),
    interrupt: list(id),
    donedata,
    at: pointerText,
  },
  ['id'],
);

const datum = object<CoreDatum>({ id, value: anything }, ['id']);

const limit = whole(1);
const limits = object<Partial<Limits>>(
  Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((key) => [key, limit])) as Record<keyof Limits, Reader<number>>,
  [],
);

export const readCore: Reader<CoreMachine> = object<CoreMachine>(
  {
    schema: oneOf('core/1'),
    id,
    initial,
    data: list(datum),
    states: list(state),
    transitions: list(transition),
    limits,
  },
  ['schema', 'id', 'states'],
);
