import type {
  CoreAction,
  CoreAfter,
  CoreBlocks,
  CoreBranch,
  CoreCancel,
  CoreContent,
  CoreDatum,
  CoreDoneData,
  CoreInitial,
  CoreInvoke,
  CoreMachine,
  CoreSend,
  CoreState,
  CoreTransition,
  Limits,
} from './core-format.ts';
import type { Value } from '@parley/expression';
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

const action: Reader<CoreAction> = (json, pointer, findings, step) => {
  if (!isObject(json)) return wrongType(json, 'an action', pointer + step, findings);
  let reader: Reader<CoreAction> | undefined;
  let count = 0;
  for (const key in json) {
    const known = ACTIONS.get(key);
    if (known === undefined) continue;
    reader = known;
    count++;
  }
  if (reader !== undefined && count === 1) return reader(json, pointer, findings, step);
  const kinds = [...ACTIONS.keys()].filter((key) => Object.hasOwn(json, key));
  const said = kinds.length === 0 ? 'This action does nothing known.' : `One action cannot be ${kinds.join(' and ')}.`;
  findings.add(pointer + step, 'action-unknown', said, `An action is one of: ${[...ACTIONS.keys()].join(', ')}.`);
  return undefined;
};
const actions = list(action);

/** Actions, and lists of actions among them. */
const actionOrBlock: Reader<CoreAction | readonly CoreAction[]> = (json, pointer, findings, step) =>
  Array.isArray(json) ? actions(json, pointer, findings, step) : action(json, pointer, findings, step);
const blocks: Reader<CoreBlocks> = list(actionOrBlock);

const written = object<{ readonly value: Value }>({ value: anything }, ['value']);
const content: Reader<CoreContent> = (json, pointer, findings, step) =>
  isObject(json) ? written(json, pointer, findings, step) : expression(json, pointer, findings, step);

const send = object<CoreSend>(
  {
    event: id,
    eventexpr: expression,
    target: id,
    targetexpr: expression,
    type: id,
    typeexpr: expression,
    id,
    idlocation: expression,
    delayMs: whole(0),
    delayexpr: expression,
    params: expressions,
    namelist: list(expression),
    content,
  },
  [],
);
const cancel = object<CoreCancel>({ sendid: id, sendidexpr: expression }, []);

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
  ['send', object({ send, at: pointerText }, ['send'])],
  ['cancel', object({ cancel, at: pointerText }, ['cancel'])],
  ['log', object({ log: text(1_000), expr: expression, at: pointerText }, ['log'])],
  [
    'effect',
    object({ effect: id, fields: anything, capture: list(expression), values: expressions, at: pointerText }, [
      'effect',
    ]),
  ],
]);

const arrival = object<CoreInitial>({ target: oneOrMany(id), do: actions, at: pointerText }, ['target']);
const initial: Reader<string | readonly string[] | CoreInitial> = (json, pointer, findings, step) =>
  isObject(json) ? arrival(json, pointer, findings, step) : oneOrMany(id)(json, pointer, findings, step);

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

const machine: Reader<CoreMachine> = (json, pointer, findings, step) => readCore(json, pointer, findings, step);
const machineOrName: Reader<CoreMachine | string> = (json, pointer, findings, step) =>
  typeof json === 'string' ? id(json, pointer, findings, step) : machine(json, pointer, findings, step);

const invoke = object<CoreInvoke>(
  {
    id,
    idlocation: expression,
    src: id,
    srcexpr: expression,
    machine: machineOrName,
    machineexpr: expression,
    type: id,
    typeexpr: expression,
    input: expressions,
    namelist: list(expression),
    config: anything,
    finalize: actions,
    autoforward: flag,
    at: pointerText,
  },
  [],
);
const donedata = object<CoreDoneData>({ content, params: expressions, at: pointerText }, []);

const datum = object<CoreDatum>({ id, value: anything, expr: expression, at: pointerText }, ['id']);

const state: Reader<CoreState> = (json, pointer, findings, step) => readState(json, pointer, findings, step);
const readState = object<CoreState>(
  {
    id,
    type: oneOf('atomic', 'compound', 'parallel', 'final', 'history'),
    history: oneOf('shallow', 'deep'),
    initial,
    states: list(state),
    data: list(datum),
    entry: blocks,
    exit: blocks,
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
    binding: oneOf('early', 'late'),
    states: list(state),
    transitions: list(transition),
    machines: mapOf(machine),
    faults: oneOf('load', 'run'),
    limits,
  },
  ['schema', 'id', 'states'],
);
