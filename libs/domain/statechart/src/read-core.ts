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
import type { Findings } from './findings.ts';
import type { FlatCopy } from './flat-copy.ts';
import { object } from './object-shape.ts';
import {
  anything,
  flag,
  isObject,
  later,
  list,
  listOr,
  mapOf,
  name,
  objectOr,
  oneOf,
  oneOrMany,
  text,
  whole,
  wrongType,
} from './shape.ts';
import type { Shape } from './shape.ts';

/** Shapes of the core format; the meaning is checked later. */
const id = name(256);
const pointerText = text(4_000);
const expression = text(2_000);
const expressions = mapOf(expression);

const action: Shape<CoreAction> = {
  fits: (json, copy) => {
    if (!isObject(json)) return false;
    for (const key in json) {
      const kind = ACTIONS.get(key);
      // The key of another kind is unknown to this one.
      if (kind !== undefined) return kind.fits(json, copy);
    }
    return false;
  },
  read: (json, pointer, findings, step) => {
    if (!isObject(json)) return wrongType(json, 'an action', pointer + step, findings);
    const kinds = [...ACTIONS.keys()].filter((key) => Object.hasOwn(json, key));
    const [kind = ''] = kinds;
    if (kinds.length === 1) return ACTIONS.get(kind)?.read(json, pointer, findings, step);
    const said =
      kinds.length === 0 ? 'This action does nothing known.' : `One action cannot be ${kinds.join(' and ')}.`;
    findings.add(pointer + step, 'action-unknown', said, `An action is one of: ${[...ACTIONS.keys()].join(', ')}.`);
    return undefined;
  },
};
const actions = list(action);

/** Actions, and lists of actions among them. */
const blocks: Shape<CoreBlocks> = list(listOr(actions, action));

const content: Shape<CoreContent> = objectOr(
  object<{ readonly value: Value }>({ value: anything }, ['value']),
  expression,
);

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

const ACTIONS: ReadonlyMap<string, Shape<CoreAction>> = new Map<string, Shape<CoreAction>>([
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
const initial: Shape<string | readonly string[] | CoreInitial> = objectOr(arrival, oneOrMany(id));

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

const machine: Shape<CoreMachine> = later(() => coreShape);
const machineOrName: Shape<CoreMachine | string> = {
  fits: (json, copy) => (typeof json === 'string' ? id : machine).fits(json, copy),
  read: (json, pointer, findings, step) =>
    (typeof json === 'string' ? id : machine).read(json, pointer, findings, step),
};

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

const state: Shape<CoreState> = object<CoreState>(
  {
    id,
    type: oneOf('atomic', 'compound', 'parallel', 'final', 'history'),
    history: oneOf('shallow', 'deep'),
    initial,
    states: list(later(() => state)),
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
  Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((key) => [key, limit])) as Record<keyof Limits, Shape<number>>,
  [],
);

const coreShape: Shape<CoreMachine> = object<CoreMachine>(
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

/** Whether a JSON value is a core, which is copied as it is looked at; not, if the copy is spoilt. */
export function isCore(json: unknown, copy: FlatCopy): json is CoreMachine {
  return coreShape.fits(json, copy);
}

/** What is left of a core without the parts that are wrong; those are reported. */
export function readCore(json: unknown, findings: Findings): CoreMachine | undefined {
  return coreShape.read(json, '', findings, '');
}
