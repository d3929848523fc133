import { isEventName, isReserved } from './descriptor.ts';
import { damaged } from './damaged.ts';
import type { Check } from './damaged.ts';
import { checkTarget } from './dispatch.ts';
import { hasKeys, isList, isMap, isShallow } from './json.ts';
import type { JsonMap } from './json.ts';
import { invokeById, numberIn } from './made-id.ts';
import type { AfterTimer, StateNode, Tables } from './machine.ts';
import type { Problem } from './problem.ts';
import { isScxmlProcessor } from './processors.ts';

export const checkTimers: Check = ({ tables }, { timers, configuration }) => {
  if (!isList(timers) || timers.length > tables.limits.timers) return damaged('/timers', 'The timers are a list.');
  if (timers.length === 0) return null;
  const seen = new Set<AfterTimer>();
  for (let index = 0; index < timers.length; index++) {
    const timer: unknown = timers[index];
    if (!isMap(timer) || !hasKeys(timer, 3)) return damaged(`/timers/${index}`, 'This is no timer.');
    const { state, delayMs, due } = timer;
    const known = timerOf(activeNode(tables, configuration, state), delayMs);
    if (known === null) return damaged(`/timers/${index}`, 'No active state has this timer.');
    if (!isTime(due)) return damaged(`/timers/${index}/due`, DUE_RULE);
    if (timers.length > 1 && seen.size === seen.add(known).size)
      return damaged(`/timers/${index}`, 'This timer is there twice.');
  }
  return null;
};

const DUE_RULE = 'The due time is a whole number of milliseconds.';

function isTime(due: unknown): boolean {
  return Number.isInteger(due);
}

function timerOf(node: StateNode | null, delayMs: unknown): AfterTimer | null {
  if (node !== null) for (const timer of node.timers) if (timer.delayMs === delayMs) return timer;
  return null;
}

export const checkOperations: Check = ({ tables, ids }, { operations, configuration }) => {
  if (!isList(operations) || operations.length > tables.limits.operations) {
    return damaged('/operations', 'The operations are a list.');
  }
  if (operations.length === 0) return null;
  const seen = new Set<unknown>();
  for (let index = 0; index < operations.length; index++) {
    const open: unknown = operations[index];
    const pointer = `/operations/${index}`;
    if (!isMap(open) || !hasKeys(open, 3)) return damaged(pointer, 'This is no operation.');
    const { operation, invoke, state } = open;
    const node = activeNode(tables, configuration, state);
    const asked = node === null || typeof invoke !== 'string' ? undefined : invokeById(node, invoke);
    if (asked === undefined) return damaged(pointer, 'No active state asked for this.');
    if (typeof operation !== 'string' || operation === '' || seen.size === seen.add(operation).size)
      return damaged(pointer, 'An operation has an id of its own.');
    if (asked.id === null && !isMade(String(invoke), ids)) return damaged(`${pointer}/invoke`, MADE_RULE);
  }
  return null;
};

export const MADE_RULE = 'An id that was made up ends in a number, and no number is above `ids`.';

/** Whether an id can have been made up by now: a number that was not given out yet would be given out again. */
export function isMade(id: string, ids: number): boolean {
  const number = numberIn(id);
  return number !== null && number <= ids;
}

export const checkDeferred: Check = ({ tables }, { deferred }) => {
  if (!isList(deferred) || deferred.length > tables.limits.deferredEvents) {
    return damaged('/deferred', 'The deferred events are a list, and not too many.');
  }
  for (const [index, event] of deferred.entries()) {
    const pointer = `/deferred/${index}`;
    if (!isMap(event)) return damaged(pointer, 'This is no event.');
    const { name, data } = event;
    if (typeof name !== 'string' || name === '' || isReserved(name)) return damaged(pointer, 'No event from outside.');
    for (const key of Object.keys(event)) {
      if (key === 'name' || key === 'data') continue;
      if (!EVENT_KEYS.has(key)) return damaged(pointer, 'An event has no such key.');
      if (typeof event[key] !== 'string') return damaged(`${pointer}/${key}`, 'This is a text.');
    }
    if (!isShallow(data, tables.limits.valueDepth)) return damaged(`${pointer}/data`, 'The data nest too deep.');
  }
  return null;
};

/** Texts that an event may have besides its name. */
const EVENT_KEYS = new Set(['id', 'sendid', 'origin', 'origintype', 'invokeid']);

export const checkSends: Check = ({ tables }, { sends }) => {
  if (sends === undefined) return null;
  if (!isList(sends) || sends.length === 0 || sends.length > tables.limits.sends) {
    return damaged('/sends', 'The delayed sends are a list, and not too many.');
  }
  for (const [index, send] of sends.entries()) {
    const pointer = `/sends/${index}`;
    if (!isMap(send)) return damaged(pointer, 'This is no send.');
    const problem = checkSend(tables, send, pointer);
    if (problem !== null) return problem;
  }
  return null;
};

function checkSend({ limits, eventProcessors }: Tables, send: JsonMap, pointer: string): Problem | null {
  for (const key of Object.keys(send)) {
    if (key === 'due' || key === 'data') continue;
    if (!SEND_KEYS.has(key)) return damaged(pointer, 'A send has no such key.');
    if (typeof send[key] !== 'string') return damaged(`${pointer}/${key}`, 'This is a text.');
  }
  const { due, event, target, type, data, at } = send;
  if (!isTime(due)) return damaged(`${pointer}/due`, DUE_RULE);
  if (typeof event !== 'string' || typeof at !== 'string') return damaged(pointer, 'A send has an event and a place.');
  if (!isShallow(data, limits.valueDepth)) return damaged(`${pointer}/data`, 'The data nest too deep.');
  if (typeof type === 'string' && eventProcessors.includes(type)) return null;
  if (type !== undefined && !isScxmlProcessor(String(type)))
    return damaged(`${pointer}/type`, 'Nobody serves this type.');
  if (!isEventName(event) || isReserved(event)) return damaged(`${pointer}/event`, 'No event that can be sent.');
  const isPlace = target === undefined || (typeof target === 'string' && checkTarget(target, 1) === null);
  return isPlace ? null : damaged(`${pointer}/target`, 'Nothing can be sent there.');
}

const SEND_KEYS = new Set(['event', 'target', 'type', 'sendid', 'at']);

/** The state of that id, if it is active. */
export function activeNode(tables: Tables, configuration: unknown, id: unknown): StateNode | null {
  const node = typeof id === 'string' ? tables.byId.get(id) : undefined;
  if (node === undefined) return null;
  // The configuration was checked before; an ancestor is active if a leaf inside it is.
  for (const leaf of configuration as readonly string[]) {
    const order = tables.byId.get(leaf)?.order ?? 0;
    if (order >= node.order && order <= node.last) return node;
  }
  return null;
}
