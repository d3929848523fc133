import type { CoreAction } from '@parley/statechart';
import { nativeCode } from './native-code.ts';
import type { Native, NativeScope } from './native-code.ts';

export type Data = NativeScope['data'];

export interface PeerEffect {
  readonly type: string;
  readonly params: object;
}

/** What a block of actions comes to. */
interface Outcome {
  data: Data;
  readonly effects: PeerEffect[];
}

export interface NativeBlock {
  readonly hasEffects: boolean;
  readonly run: (scope: NativeScope) => Outcome;
}

type Act = (scope: NativeScope, outcome: Outcome) => void;

/** Actions of the bank example as one JavaScript function over the whole block. */
export function nativeBlock(actions: readonly CoreAction[]): NativeBlock {
  const acts = actions.map(actOf);
  return {
    hasEffects: actions.some(hasEffect),
    run: (scope) => {
      const outcome: Outcome = { data: scope.data, effects: [] };
      runAll(acts, scope, outcome);
      return outcome;
    },
  };
}

function hasEffect(action: CoreAction): boolean {
  return (
    'effect' in action || 'raise' in action || ('if' in action && action.if.some((branch) => branch.do.some(hasEffect)))
  );
}

function runAll(acts: readonly Act[], scope: NativeScope, outcome: Outcome): void {
  for (const act of acts) act({ ...scope, data: outcome.data }, outcome);
}

function actOf(action: CoreAction): Act {
  if ('assign' in action) {
    const value = nativeCode(action.expr);
    const path = action.assign.split('.');
    return (scope, outcome) => (outcome.data = put(outcome.data, path, value(scope)) as Data);
  }
  if ('unset' in action) {
    const [root = '', key = ''] = action.unset.split('.');
    return (_scope, outcome) => {
      const { [key]: _gone, ...rest } = outcome.data[root] ?? {};
      outcome.data = { ...outcome.data, [root]: rest };
    };
  }
  if ('if' in action) return branchesOf(action.if);
  if ('effect' in action) return effectOf(action);
  if ('raise' in action)
    return (_scope, outcome) => outcome.effects.push({ type: 'raise', params: { type: action.raise } });
  throw new Error('An action that the bank example does not use.');
}

function branchesOf(written: Extract<CoreAction, { if: unknown }>['if']): Act {
  const branches = written.map((branch) => ({
    cond: branch.cond === undefined ? null : nativeCode(branch.cond),
    acts: branch.do.map(actOf),
  }));
  return (scope, outcome) => {
    const taken = branches.find(({ cond }) => cond === null || cond(scope) === true);
    if (taken !== undefined) runAll(taken.acts, scope, outcome);
  };
}

function effectOf(action: Extract<CoreAction, { effect: unknown }>): Act {
  const captured = (action.capture ?? []).map(reading);
  const values = Object.entries(action.values ?? {}).map(([name, source]) => [name, nativeCode(source)] as const);
  return (scope, outcome) => {
    const shown: Record<string, unknown> = {};
    for (const [name, value] of values) shown[name] = value(scope);
    for (const [name, value] of captured) {
      const found = value(scope);
      if (found !== undefined) shown[name] = found;
    }
    outcome.effects.push({ type: action.effect, params: { fields: action.fields, values: shown } });
  };
}

function reading(path: string): readonly [string, Native] {
  return [path, nativeCode(path.replaceAll('.', '?.'))];
}

function put(map: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const entries = map as Record<string, unknown>;
  return { ...entries, [key]: put(entries[key], rest, value) };
}
