import { compile } from '../compile.ts';

/** Where each problem of a machine or text stands, and its code. */
export function problemsOf(machine: unknown): readonly (readonly [pointer: string, code: string])[] {
  const result = compile(typeof machine === 'string' ? machine : JSON.stringify(machine));
  return result.ok ? [] : result.problems.map(({ pointer, code }) => [pointer, code]);
}

/** A machine of one state, with other parts. */
export function coreOf(parts: object): object {
  return { schema: 'core/1', id: 'm', states: [{ id: 'a' }], ...parts };
}

/** A machine whose first state of two is as it is said. */
export function firstState(state: object): object {
  return coreOf({ states: [{ id: 'a', ...state }, { id: 'b' }] });
}
