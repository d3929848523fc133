import type { Value } from '@parley/expression';
import { assign, copied } from './assign.ts';
import type { Fault } from './assign.ts';
import { readLocation, removeLocation } from './location.ts';
import type { Location } from './location.ts';
import type { Action, Block, EffectAction, ForeachAction, StateNode } from './machine.ts';
import { isList, isMap, ownValue, putEntry } from './own.ts';
import type { Run } from './run.ts';
import { executeCancel, executeSend } from './execute-send.ts';
import { admit, holds, valueOf, valuesOf, weigh } from './evaluate.ts';
import type { Effect } from './snapshot.ts';

/** Runs a block of actions. The first error ends it and raises error.execution (W3C 4.11). `state` is whose block it is. */
export function executeBlock(run: Run, block: Block | null, state: StateNode): void {
  if (block === null) return;
  const fault = runActions(run, block, state);
  if (fault !== null) run.raiseError(fault.code, fault.message, fault.at, fault.sendid);
}

/** Each block ends at its own error (W3C 3.8: several `onentry`). */
export function executeBlocks(run: Run, blocks: readonly Block[], state: StateNode): void {
  for (const block of blocks) executeBlock(run, block, state);
}

function runActions(run: Run, block: Block, state: StateNode): Fault | null {
  for (const action of block) {
    run.spend(1, action.at);
    const place =
      run.trace === null ? -1 : run.trace.push({ type: 'action', at: action.at, action: nameOf(action) }) - 1;
    const fault = runAction(run, action, state);
    if (fault === null) continue;
    const record = run.trace?.[place];
    if (run.trace !== null && record?.type === 'action') run.trace[place] = { ...record, error: fault.message };
    return fault;
  }
  return null;
}

function runAction(run: Run, action: Action, state: StateNode): Fault | null {
  switch (action.op) {
    case 'raise': {
      const data = action.data === null ? null : valuesOf(run, action.data, action.at);
      if (data?.ok === false) return { ...data, at: action.at };
      if (data !== null) weigh(run, data.value, action.at);
      run.raise({ name: action.event, type: 'internal', data: data?.value }, action.at);
      return null;
    }
    case 'assign': {
      const result = valueOf(run, action.expression, action.at);
      return result.ok ? assign(run, action.location, result.value, action.at) : { ...result, at: action.at };
    }
    case 'unset':
      run.spend(copied(run, action.location), action.at);
      run.data = removeLocation(run.data, action.location);
      return null;
    case 'if': {
      for (const { cond, block, at } of action.branches) {
        if (cond !== null && !holds(run, cond, at, state.id, true)) continue;
        return runActions(run, block, state);
      }
      return null;
    }
    case 'foreach':
      return runForeach(run, action, state);
    case 'send':
      return executeSend(run, action);
    case 'cancel':
      return executeCancel(run, action);
    case 'adopt': {
      const data = run.event?.data;
      const value = isMap(data) ? ownValue(data, action.location.text) : undefined;
      return value === undefined ? null : assign(run, action.location, value, action.at);
    }
    case 'fail':
      return action;
    case 'log': {
      const result = action.expression === null ? null : valueOf(run, action.expression, action.at);
      if (result?.ok === false) return { ...result, at: action.at };
      const value = result?.value ?? null;
      run.addEffect(
        { kind: 'log', label: action.label, value, at: action.at },
        weigh(run, value, action.at),
        action.at,
      );
      return null;
    }
    case 'effect':
      return runEffect(run, action);
  }
}

function runForeach(run: Run, action: ForeachAction, state: StateNode): Fault | null {
  const result = valueOf(run, action.list, action.at);
  if (!result.ok) return { ...result, at: action.at };
  if (!isList(result.value))
    return { code: 'not-a-list', message: `'${action.list.source}' is no list.`, at: action.at };
  // Values never change in place, so the list itself is the copy that W3C asks for.
  for (const [index, item] of result.value.entries()) {
    const fault =
      declareAndAssign(run, action.item, item, action.at) ??
      (action.index === null ? null : declareAndAssign(run, action.index, index, action.at)) ??
      runActions(run, action.block, state);
    if (fault !== null) return fault;
  }
  return null;
}

/** `foreach` declares its item and index where they are not declared yet (W3C 4.6). */
function declareAndAssign(run: Run, location: Location, value: Value, at: string): Fault | null {
  if (!Object.hasOwn(run.data, location.root)) run.data = { ...run.data, [location.root]: null };
  return assign(run, location, value, at);
}

function runEffect(run: Run, action: EffectAction): Fault | null {
  const result = valuesOf(run, action.values, action.at);
  if (!result.ok) return { ...result, at: action.at };
  const values: Record<string, Value> = action.values.length > 0 && isMap(result.value) ? { ...result.value } : {};
  for (const location of action.capture) {
    const value = readLocation(run.read(location.root), location);
    if (value !== undefined) putEntry(values, location.text, value);
  }
  const effect: Effect = { kind: 'act', type: action.type, fields: action.fields, values, at: action.at };
  run.addEffect(effect, weigh(run, values, action.at) + admit(run, action.size, action.at), action.at);
  return null;
}

function nameOf(action: Action): string {
  switch (action.op) {
    case 'raise':
      return `raise ${action.event}`;
    case 'assign':
    case 'unset':
      return `${action.op} ${action.location.text}`;
    case 'adopt':
      return `assign ${action.location.text}`;
    case 'send':
      return `send ${typeof action.event === 'string' ? action.event : (action.event?.source ?? '')}`.trimEnd();
    case 'cancel':
      return `cancel ${typeof action.sendid === 'string' ? action.sendid : action.sendid.source}`;
    case 'log':
      return `log ${action.label}`;
    case 'effect':
      return action.type;
    case 'if':
    case 'foreach':
      return action.op;
    case 'fail':
      return action.code;
  }
}
