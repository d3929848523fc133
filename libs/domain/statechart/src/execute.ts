import type { Value } from '@parley/expression';
import { LimitHit } from './limits.ts';
import { readLocation, removeLocation, writeLocation } from './location.ts';
import type { Location } from './location.ts';
import type { Action, Block, EffectAction, ForeachAction, Invoke, StateNode } from './machine.ts';
import { isList, isMap, putEntry } from './own.ts';
import type { Run } from './run.ts';
import { holds, valueOf, valuesOf, weigh } from './evaluate.ts';
import type { Effect } from './snapshot.ts';

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly at: string;
}

/** Runs a block of actions. The first error ends it and raises error.execution (W3C 4.11). `state` is whose block it is. */
export function executeBlock(run: Run, block: Block | null, state: StateNode): void {
  if (block === null) return;
  const fault = runActions(run, block, state);
  if (fault !== null) run.raiseError(fault.code, fault.message, fault.at);
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

function assign(run: Run, location: Location, value: Value, at: string): Fault | null {
  weigh(run, value, at);
  run.spend(copied(run, location), at);
  const data = writeLocation(run.data, location, value);
  if (data === null)
    return { code: 'no-such-location', message: `'${location.text}' is no place that can be set.`, at };
  run.data = data;
  return null;
}

/** What copying the way to a location costs: the entries of the lists and maps on it. */
function copied(run: Run, location: Location): number {
  let value: Value | undefined = run.read(location.root);
  let entries = 0;
  for (const key of location.keys) {
    if (isList(value)) entries += value.length;
    else if (isMap(value)) entries += Object.keys(value).length;
    value = readLocation(value, { text: '', root: '', keys: [key] });
  }
  return entries >> 3;
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
  const values: Record<string, Value> = { ...(isMap(result.value) ? result.value : {}) };
  for (const location of action.capture) {
    const value = readLocation(run.read(location.root), location);
    if (value !== undefined) putEntry(values, location.text, value);
  }
  const effect: Effect = { kind: 'act', type: action.type, fields: action.fields, values, at: action.at };
  run.addEffect(effect, weigh(run, values, action.at) + weigh(run, action.fields, action.at), action.at);
  return null;
}

/** Begins the work outside that a state asks for; an input that cannot be computed raises error.execution instead. */
export function executeInvoke(run: Run, state: StateNode, invoke: Invoke): void {
  run.spend(1, invoke.at);
  const input = valuesOf(run, invoke.input, invoke.at);
  if (run.trace !== null) {
    const record = { type: 'action' as const, at: invoke.at, action: `invoke ${invoke.id}` };
    run.trace.push(input.ok ? record : { ...record, error: input.message });
  }
  if (!input.ok) return run.raiseError(input.code, input.message, invoke.at);
  if (!isMap(input.value)) throw new LimitHit('input-malformed', invoke.at, 'The input of an invoke is a map.');
  const bytes = weigh(run, input.value, invoke.at) + weigh(run, invoke.config, invoke.at);
  const { id, src, config, at } = invoke;
  const operation = run.openOperation(state, invoke);
  run.addEffect(
    { kind: 'invoke', operation, invoke: id, state: state.id, src, input: input.value, config, at },
    bytes,
    at,
  );
}

function nameOf(action: Action): string {
  switch (action.op) {
    case 'raise':
      return `raise ${action.event}`;
    case 'assign':
    case 'unset':
      return `${action.op} ${action.location.text}`;
    case 'log':
      return `log ${action.label}`;
    case 'effect':
      return action.type;
    case 'if':
    case 'foreach':
      return action.op;
  }
}
