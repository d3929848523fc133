import { checkChildren } from './check-children.ts';
import { checkDeferred, checkOperations, checkSends, checkTimers } from './check-waiting.ts';
import { damaged } from './damaged.ts';
import type { Check, Place } from './damaged.ts';
import { isList, isMap, isShallow } from './json.ts';
import type { JsonMap } from './json.ts';
import { areLegalHistory, isLegalConfiguration } from './legality.ts';
import type { StateNode } from './machine.ts';
import type { Problem } from './problem.ts';

/** The first thing in a stored state that its machine cannot have left there. */
export function checkSnapshot(place: Place, snapshot: JsonMap, keys: ReadonlySet<string>): Problem | null {
  for (const key in snapshot) {
    if (!keys.has(key)) return damaged(`/${key.slice(0, 80)}`, 'A snapshot has no such key.');
  }
  for (const check of CHECKS) {
    const problem = check(place, snapshot);
    if (problem !== null) return problem;
  }
  return snapshot['children'] === undefined ? null : checkChildren(place, snapshot);
}

const checkStatus: Check = (_place, { status }) =>
  status === 'active' || status === 'done' ? null : damaged('/status', "The status is 'active' or 'done'.");

const checkConfiguration: Check = ({ tables }, { configuration, status }) => {
  if (!isList(configuration)) return damaged('/configuration', 'The configuration is a list.');
  if (status === 'done' && configuration.length === 0) return null;
  const leaves: StateNode[] = [];
  let before = 0;
  for (let index = 0; index < configuration.length; index++) {
    const id = configuration[index];
    const node = typeof id === 'string' ? tables.byId.get(id) : undefined;
    if (node === undefined || !isLeaf(node))
      return damaged(`/configuration/${index}`, 'This is no atomic or final state of the machine.');
    if (node.order <= before) return damaged(`/configuration/${index}`, 'The states are not in document order.');
    before = node.order;
    leaves.push(node);
  }
  return isLegalConfiguration(tables.root, leaves) ? null : damaged('/configuration', 'No legal configuration.');
};

const checkHistory: Check = ({ tables }, { history }) => {
  if (!isMap(history)) return damaged('/history', 'The history is an object.');
  for (const id in history) {
    const recorded = history[id];
    const node = tables.byId.get(id);
    if (node === undefined || !isList(recorded) || !areLegalHistory(tables, node, recorded)) {
      return damaged('/history', `Nothing like this was recorded for '${id.slice(0, 80)}'.`);
    }
  }
  return null;
};

const checkData: Check = ({ tables }, snapshot) => {
  const { data } = snapshot;
  if (!isMap(data)) return damaged('/data', 'The data are an object.');
  for (const name in data) {
    if (name.startsWith('_') || name === 'event')
      return damaged('/data', `'${name.slice(0, 80)}' belongs to the system.`);
  }
  return isShallow(data, tables.limits.valueDepth + 1) && isShallow(snapshot['output'], tables.limits.valueDepth)
    ? null
    : damaged('/data', 'The values nest too deep.');
};

const checkBound: Check = ({ tables }, { bound }) => {
  if (bound === undefined) return null;
  if (!isList(bound) || bound.length === 0 || new Set(bound).size < bound.length) {
    return damaged('/bound', 'The states with bound data are a list.');
  }
  for (const [index, id] of bound.entries()) {
    const node = typeof id === 'string' ? tables.byId.get(id) : undefined;
    if (node === undefined || node.late === null)
      return damaged(`/bound/${index}`, 'This state has no data of its own.');
  }
  return null;
};

const checkDone: Check = (_place, { status, timers, operations, output, sends, children }) => {
  if (status === 'active')
    return output === undefined ? null : damaged('/output', 'A machine that runs has no output.');
  const isQuiet = isList(timers) && timers.length === 0 && isList(operations) && operations.length === 0;
  const isAlone = sends === undefined && children === undefined;
  return isQuiet && isAlone ? null : damaged('/status', 'A machine that is done waits for nothing.');
};

const CHECKS: readonly Check[] = [
  checkStatus,
  checkConfiguration,
  checkHistory,
  checkData,
  checkTimers,
  checkOperations,
  checkDeferred,
  checkSends,
  checkBound,
  checkDone,
];

function isLeaf(node: StateNode): boolean {
  return node.kind === 'atomic' || node.kind === 'final';
}
