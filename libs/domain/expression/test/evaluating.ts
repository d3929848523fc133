import {
  evaluate,
  parse,
  type Evaluation,
  type Fuel,
  type ParsedExpression,
  type Scope,
  type Value,
} from '../src/index.ts';

/** The expression a source spells; throws what `parse` had against it. */
export function read(source: string): ParsedExpression {
  const parsed = parse(source);
  if (!parsed.ok) throw new Error(`${source}: ${JSON.stringify(parsed.problems)}`);
  return parsed.expression;
}

export function scopeOf(names: Readonly<Record<string, Value>>, states: readonly string[] = []): Scope {
  return {
    read: (name) => (Object.hasOwn(names, name) ? names[name] : undefined),
    isIn: (state) => states.includes(state),
  };
}

const WORLD: Readonly<Record<string, Value>> = {
  slots: { amount: 200, recipient: 'Ann', empty: null },
  vars: { list: [1, 2, 3], words: ['a', 'b'], flag: true, map: { k: 'v', 'odd key': 1 }, bill: { total: 12.5 } },
  _event: { name: 'message', data: { text: 'Hi' } },
};

/** Evaluates in a small world, in the states `idle` and `main`. */
export function run(source: string, names = WORLD, fuel: Fuel = { left: 10_000 }): Evaluation {
  return evaluate(read(source), scopeOf(names, ['idle', 'main']), fuel);
}

/** The value, or the code of the fault. */
export function valueOf(source: string, names = WORLD): Value | string {
  const result = run(source, names);
  return result.ok ? result.value : `! ${result.code}`;
}
