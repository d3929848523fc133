import type { Value } from '@parley/expression';
import { isReserved } from './descriptor.ts';
import { areLegalHistory, isLegalConfiguration } from './legality.ts';
import { Machine } from './machine.ts';
import type { StateNode, Tables } from './machine.ts';
import type { Problem } from './problem.ts';
import { activeNodes } from './run.ts';
import type { Snapshot } from './snapshot.ts';

export type Restoration =
  { readonly ok: true; readonly snapshot: Snapshot } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a stored snapshot (JSON text or its UTF-8 bytes) and checks all of it against the machine: a step never has to
 * doubt what it is given. Never throws. Code `snapshot-too-new`: a newer engine wrote it, another process can read it.
 */
export function restore(machine: Machine, stored: Uint8Array | string): Restoration {
  const tables = Machine.tablesOf(machine);
  const json = readText(stored, tables.limits.snapshotBytes);
  const problem = json instanceof Unreadable ? json.problem : firstProblem(machine, tables, json);
  return problem === null ? { ok: true, snapshot: json as Snapshot } : { ok: false, problems: [problem] };
}

class Unreadable {
  readonly problem: Problem;

  constructor(code: string, message: string) {
    this.problem = { pointer: '', code, message };
  }
}

function readText(stored: Uint8Array | string, maxBytes: number): unknown {
  if (stored.length > maxBytes)
    return new Unreadable('snapshot-too-large', `A snapshot has at most ${maxBytes} bytes.`);
  try {
    return JSON.parse(typeof stored === 'string' ? stored : new TextDecoder('utf-8', { fatal: true }).decode(stored));
  } catch {
    return new Unreadable('snapshot-malformed', 'This is not JSON: the snapshot is cut off or damaged.');
  }
}

type JsonMap = Readonly<Record<string, unknown>>;
type Check = (tables: Tables, snapshot: JsonMap) => Problem | null;

function firstProblem(machine: Machine, tables: Tables, json: unknown): Problem | null {
  if (!isMap(json)) return damaged('', 'A snapshot is an object.');
  const { version } = json;
  if (typeof version === 'number' && version > 1) {
    const message = `Written by a newer engine (version ${version}); this one reads version 1.`;
    return { pointer: '/version', code: 'snapshot-too-new', message };
  }
  if (version !== 1) return damaged('/version', 'The version is not 1.');
  if (json['machine'] !== machine.identity) {
    const message = `Of another machine than '${machine.id}'.`;
    return { pointer: '/machine', code: 'snapshot-foreign', message };
  }
  for (const check of CHECKS) {
    const problem = check(tables, json);
    if (problem !== null) return problem;
  }
  return null;
}

const KEYS = new Set('version machine status configuration history data timers operations deferred output'.split(' '));

const checkKeys: Check = (_tables, snapshot) => {
  for (const key of Object.keys(snapshot)) {
    if (!KEYS.has(key)) return damaged(`/${key.slice(0, 80)}`, 'A snapshot has no such key.');
  }
  return null;
};

const checkStatus: Check = (_tables, { status }) =>
  status === 'active' || status === 'done' ? null : damaged('/status', "The status is 'active' or 'done'.");

const checkConfiguration: Check = (tables, { configuration, status }) => {
  if (!isList(configuration)) return damaged('/configuration', 'The configuration is a list.');
  if (status === 'done' && configuration.length === 0) return null;
  let before = 0;
  for (const [index, id] of configuration.entries()) {
    const pointer = `/configuration/${index}`;
    const node = typeof id === 'string' ? tables.byId.get(id) : undefined;
    if (node === undefined || !isLeaf(node))
      return damaged(pointer, 'This is no atomic or final state of the machine.');
    if (node.order <= before) return damaged(pointer, 'The states are not in document order.');
    before = node.order;
  }
  const active = activeNodes(tables, configuration as readonly string[]);
  return isLegalConfiguration(tables.root, active) ? null : damaged('/configuration', 'No legal configuration.');
};

const checkHistory: Check = (tables, { history }) => {
  if (!isMap(history)) return damaged('/history', 'The history is an object.');
  for (const id of Object.keys(history)) {
    const recorded = history[id];
    const node = tables.byId.get(id);
    if (node === undefined || !isList(recorded) || !areLegalHistory(tables, node, recorded)) {
      return damaged('/history', `Nothing like this was recorded for '${id.slice(0, 80)}'.`);
    }
  }
  return null;
};

const checkData: Check = (tables, snapshot) => {
  const { data } = snapshot;
  if (!isMap(data)) return damaged('/data', 'The data are an object.');
  for (const name of Object.keys(data)) {
    if (name.startsWith('_') || name === 'event')
      return damaged('/data', `'${name.slice(0, 80)}' belongs to the system.`);
  }
  return isShallow(data, tables.limits.valueDepth + 1) && isShallow(snapshot['output'], tables.limits.valueDepth)
    ? null
    : damaged('/data', 'The values nest too deep.');
};

const checkTimers: Check = (tables, { timers, configuration }) => {
  if (!isList(timers) || timers.length > tables.limits.timers) return damaged('/timers', 'The timers are a list.');
  const seen = new Set<string>();
  for (const [index, timer] of timers.entries()) {
    const pointer = `/timers/${index}`;
    if (!isMap(timer) || !hasKeys(timer, 3)) return damaged(pointer, 'This is no timer.');
    const { state, delayMs, due } = timer;
    const node = activeNode(tables, configuration, state);
    if (node?.timers.some((one) => one.delayMs === delayMs) !== true)
      return damaged(pointer, 'No active state has this timer.');
    if (typeof due !== 'number' || !Number.isFinite(due)) return damaged(`${pointer}/due`, 'The due time is a number.');
    if (seen.size === seen.add(`${String(delayMs)} ${node.id}`).size)
      return damaged(pointer, 'This timer is there twice.');
  }
  return null;
};

const checkOperations: Check = (tables, { operations, configuration }) => {
  if (!isList(operations) || operations.length > tables.limits.operations) {
    return damaged('/operations', 'The operations are a list.');
  }
  const seen = new Set<unknown>();
  for (const [index, open] of operations.entries()) {
    const pointer = `/operations/${index}`;
    if (!isMap(open) || !hasKeys(open, 3)) return damaged(pointer, 'This is no operation.');
    const { operation, invoke, state } = open;
    const node = activeNode(tables, configuration, state);
    if (node?.invokes.some(({ id }) => id === invoke) !== true)
      return damaged(pointer, 'No active state asked for this.');
    if (typeof operation !== 'string' || seen.size === seen.add(operation).size) {
      return damaged(pointer, 'An operation has an id of its own.');
    }
  }
  return null;
};

const checkDeferred: Check = (tables, { deferred }) => {
  if (!isList(deferred) || deferred.length > tables.limits.deferredEvents) {
    return damaged('/deferred', 'The deferred events are a list, and not too many.');
  }
  for (const [index, event] of deferred.entries()) {
    const pointer = `/deferred/${index}`;
    if (!isMap(event)) return damaged(pointer, 'This is no event.');
    for (const key of Object.keys(event)) {
      if (key !== 'name' && key !== 'data' && key !== 'id') return damaged(pointer, 'An event has name, data and id.');
    }
    const { name, id, data } = event;
    if (typeof name !== 'string' || name === '' || isReserved(name)) return damaged(pointer, 'No event from outside.');
    if (id !== undefined && typeof id !== 'string') return damaged(`${pointer}/id`, 'An id is a text.');
    if (!isShallow(data, tables.limits.valueDepth)) return damaged(`${pointer}/data`, 'The data nest too deep.');
  }
  return null;
};

const checkDone: Check = (_tables, { status, timers, operations, output }) => {
  if (status === 'active')
    return output === undefined ? null : damaged('/output', 'A machine that runs has no output.');
  const isQuiet = isList(timers) && timers.length === 0 && isList(operations) && operations.length === 0;
  return isQuiet ? null : damaged('/status', 'A machine that is done waits for nothing.');
};

const CHECKS: readonly Check[] = [
  checkKeys,
  checkStatus,
  checkConfiguration,
  checkHistory,
  checkData,
  checkTimers,
  checkOperations,
  checkDeferred,
  checkDone,
];

function activeNode(tables: Tables, configuration: unknown, id: unknown): StateNode | null {
  const node = typeof id === 'string' ? tables.byId.get(id) : undefined;
  if (node === undefined) return null;
  // The configuration was checked before; an ancestor is active if a leaf inside it is.
  const leaves = (configuration as readonly string[]).map((leaf) => tables.byId.get(leaf)?.order ?? 0);
  return leaves.some((order) => order >= node.order && order <= node.last) ? node : null;
}

function isLeaf(node: StateNode): boolean {
  return node.kind === 'atomic' || node.kind === 'final';
}

function isMap(json: unknown): json is JsonMap {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isList(json: unknown): json is readonly unknown[] {
  return Array.isArray(json);
}

function hasKeys(json: JsonMap, count: number): boolean {
  return Object.keys(json).length === count;
}

/** Whether a value nests no deeper than `depth`; looks no deeper than that either. */
function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  for (const part of Object.values(value as Readonly<Record<string, Value>>)) {
    if (typeof part === 'object' && part !== null && !isShallow(part, depth - 1)) return false;
  }
  return true;
}

function damaged(pointer: string, message: string): Problem {
  return { pointer, code: 'snapshot-invalid', message };
}
