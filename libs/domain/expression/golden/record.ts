import { checkTypes, evaluate, isAssignable, measure, operands, parse, syntaxTree } from '../src/index.ts';
import type {
  Evaluation,
  ExpressionProblem,
  ParsedExpression,
  Scope,
  Type,
  TypeEnvironment,
  Value,
} from '../src/index.ts';
import { AT_LIMITS, LARGE } from './limits.ts';
import { pairsOfTypes, pairsOfValues } from './pairs.ts';
import { ENVIRONMENT, PLACES, STATES, WORLDS } from './worlds.ts';

/** More than any source of the corpus needs but those that shall run out. */
const PLENTY = 100_000;
/** Up to this cost it is told where the fuel ends for each amount that is too little. */
const STARVED_UP_TO = 24;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Records = Readonly<Record<string, Json>>;

/** Everything that the corpus gives, by the name of the file that keeps it; `sources` are those of sources.json. */
export const RECORDS: Readonly<Record<string, (sources: readonly string[]) => Records>> = {
  sources: (sources) => Object.fromEntries(sources.map((source) => [source, recordOf(source, WORLDS)])),
  limits: () =>
    Object.fromEntries(
      Object.entries(AT_LIMITS).map(([name, source]) => [
        name,
        recordOf(source, { large: { ...WORLDS['full'], ...LARGE } }, source.length < 60),
      ]),
    ),
  values: () => Object.fromEntries(pairsOfValues((source, names) => outcome(source, scopeOf(names)))),
  types: () => Object.fromEntries(pairsOfTypes((source, names) => typing(source, { names }))),
  assignments: assignments,
  measures: measures,
};

function recordOf(
  source: string,
  worlds: Readonly<Record<string, Readonly<Record<string, Value>>>>,
  withTree = true,
): Json {
  const parsed = parse(source);
  if (!parsed.ok) return parsed.problems.map(problemText);
  const { expression } = parsed;
  return {
    paths: expression.paths,
    ...(withTree ? { tree: treeText(syntaxTree(expression)) } : {}),
    ...Object.fromEntries(Object.entries(worlds).map(([name, world]) => [name, evaluated(expression, scopeOf(world))])),
    types: typed(expression),
  };
}

function evaluated(expression: ParsedExpression, scope: Scope): Json {
  const fuel = { left: PLENTY };
  const result = evaluationText(evaluate(expression, scope, fuel));
  const cost = PLENTY - fuel.left;
  const starved = Array.from({ length: cost <= STARVED_UP_TO ? cost : 0 }, (_, left) =>
    starve(expression, scope, left),
  );
  const shown = operands(expression, scope).map(({ text, value }) => `${text.slice(0, 60)} = ${valueText(value)}`);
  return {
    result,
    cost,
    ...(starved.length > 0 ? { starved: starved.join(' ') } : { starved: starve(expression, scope, cost - 1) }),
    ...(shown.length > 0 ? { operands: shown } : {}),
  };
}

/** Where the fuel ended, and what was left of it; or what came all the same. */
function starve(expression: ParsedExpression, scope: Scope, left: number): string {
  const fuel = { left };
  const result = evaluate(expression, scope, fuel);
  const rest = fuel.left === 0 ? '' : `+${fuel.left}`;
  return (
    (result.ok ? 'value' : result.code === 'out-of-fuel' ? String(result.at) : `${result.code}@${result.at}`) + rest
  );
}

function typed(expression: ParsedExpression): Json {
  const { type, problems } = checkTypes(expression, ENVIRONMENT);
  const known = new Set(problems.map(problemText));
  const places = Object.entries(PLACES).flatMap(([name, place]) => {
    const here = checkTypes(expression, ENVIRONMENT, place).problems.map(problemText);
    const more = here.filter((problem) => !known.has(problem));
    const fewer = known.size + more.length - here.length;
    return more.length + fewer === 0 ? [] : [[name, [...more, ...(fewer === 0 ? [] : [`${fewer} fewer`])]] as const];
  });
  return {
    type: typeText(type),
    ...(problems.length === 0 ? {} : { problems: [...known] }),
    ...(places.length === 0 ? {} : { as: Object.fromEntries(places) }),
  };
}

function outcome(source: string, scope: Scope): string {
  const parsed = parse(source);
  if (!parsed.ok) return parsed.problems.map(problemText).join(' · ');
  const fuel = { left: PLENTY };
  return `${evaluationText(evaluate(parsed.expression, scope, fuel))} [${PLENTY - fuel.left}]`;
}

function typing(source: string, environment: TypeEnvironment): string {
  const parsed = parse(source);
  if (!parsed.ok) return parsed.problems.map(problemText).join(' · ');
  const { type, problems } = checkTypes(parsed.expression, environment);
  return [typeText(type), ...problems.map(problemText)].join(' · ');
}

function assignments(): Records {
  const types: Record<string, Type> = {
    ...PLACES,
    ...ENVIRONMENT.names,
    'a list of nothing': { kind: 'list', of: { kind: 'null' } },
    'a map of a text': { kind: 'map', fields: { kind: { kind: 'string' } } },
    'a map of a text, maybe none': { kind: 'map', fields: { kind: { kind: 'string', nullable: true } } },
    'a map of nothing': { kind: 'map', fields: { kind: { kind: 'null' } } },
    'an empty map': { kind: 'map', fields: {} },
  };
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      Object.entries(types).flatMap(([other, expected]) => (isAssignable(type, expected) ? [other] : [])),
    ]),
  );
}

function measures(): Records {
  const shared = ['x'.repeat(33)];
  const values: Record<string, Value> = {
    ...WORLDS['full'],
    ...LARGE,
    shared: [shared, shared, { a: shared }],
    keys: { ['k'.repeat(16)]: 1, ['k'.repeat(15)]: 2 },
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      [0, 1, 5, 20, PLENTY].map((limit) => String(measure(value, limit))).join(' '),
    ]),
  );
}

function scopeOf(names: Readonly<Record<string, Value>>): Scope {
  return {
    read: (name) => (Object.hasOwn(names, name) ? names[name] : undefined),
    isIn: (state) => STATES.includes(state),
  };
}

function evaluationText(result: Evaluation): string {
  return result.ok ? valueText(result.value) : `! ${result.code} @${result.at} ${result.message}`;
}

function valueText(value: Value | undefined): string {
  if (value === undefined) return 'not set';
  const text = JSON.stringify(value);
  // JSON has no minus zero; the language shall not have one either.
  const said = Object.is(value, -0) ? '-0' : text;
  return said.length <= 200 ? said : `${said.slice(0, 40)}… (${said.length} characters)`;
}

function problemText({ code, at, message, fix, severity }: ExpressionProblem): string {
  return `${severity ?? 'error'} ${code} @${at} ${message}${fix === undefined ? '' : ` → ${fix}`}`;
}

function typeText(type: Type): string {
  return JSON.stringify(type);
}

/** A tree in brackets: what a node is, where it stands, what it holds. */
function treeText(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map(treeText).join(' ')}]`;
  if (typeof node !== 'object' || node === null) return JSON.stringify(node);
  const { kind = '', at = '', end = '', ...rest } = node as Readonly<Record<string, unknown>>;
  const parts = Object.values(rest).map(treeText);
  return `(${[`${String(kind)}@${String(at)}-${String(end)}`, ...parts].join(' ')})`;
}
