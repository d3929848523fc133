import { TypeGuards, type PropertyAccessToken, type Token, type Value } from 'liquidjs/dist/liquid.browser.mjs';
import { FILTERS } from './filters.ts';
import { MAX_DEPTH } from './limits.ts';
import type { Comparison, Expression, FilterExpression } from './syntax.ts';
import type { ReadRole } from './template.ts';
import type { Surroundings, Translation } from './translation.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'contains']);
const LITERALS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['nil', null],
  ['null', null],
]);
const WORD = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NOTHING = { kind: 'literal', value: null } as const;

/** `a.b == 1 | default: 'x'`: an expression and its filters. `at` is where it stands, for what has no token of its own. */
export function translateValue(value: Value, at: number, around: Surroundings, into: Translation): Expression {
  const isDefaulted = value.filters.some(({ name }) => name === 'default');
  const inside = isDefaulted ? { ...around, guarded: 'all' as const } : around;
  let result = translateTokens(value.initial.postfix, at, { ...inside, role: roleOf(value, around.role) }, into);
  for (const filter of value.filters) result = translateFilter(filter, result, at, around, into);
  return result;
}

/** What is done with a value that stands before these filters: `default` hands it on, sums take numbers. */
function roleOf(value: Value, role: ReadRole): ReadRole {
  if (value.initial.postfix.length !== 1) return 'value';
  const next = value.filters.find(({ name }) => name !== 'default');
  if (next === undefined) return role;
  return FILTERS.get(next.name)?.takes ?? 'value';
}

function translateFilter(
  { name, args }: Value['filters'][number],
  input: Expression,
  at: number,
  around: Surroundings,
  into: Translation,
): FilterExpression {
  const rule = FILTERS.get(name);
  if (rule === undefined)
    into.report(
      'template-unknown-filter',
      at,
      `There is no filter ${name}.`,
      `Known: ${[...FILTERS.keys()].join(', ')}.`,
    );
  else if (args.length < rule.fewest || args.length > rule.most)
    into.report(
      'template-wrong-arguments',
      at,
      `${name} takes ${rule.fewest === rule.most ? rule.most : `${rule.fewest} to ${rule.most}`} arguments; ${args.length} given.`,
    );
  const given: Expression[] = [];
  for (const argument of args) {
    if (Array.isArray(argument)) into.report('template-wrong-arguments', at, `${name} takes no named arguments.`);
    else
      given.push(
        translateToken(argument, at, { ...around, role: rule?.takes === 'number' ? 'number' : 'value' }, into),
      );
  }
  return { kind: 'filter', name, input, arguments: given, at };
}

/** LiquidJS hands over its operators in postfix order; anything but one value at the end was not an expression. */
function translateTokens(tokens: readonly Token[], at: number, around: Surroundings, into: Translation): Expression {
  const stack: Expression[] = [];
  for (const token of tokens) {
    if (!TypeGuards.isOperatorToken(token)) {
      stack.push(translateToken(token, at, around, into));
      continue;
    }
    const right = stack.pop();
    const left = token.operator === 'not' ? right : stack.pop();
    if (left === undefined || right === undefined) {
      into.report('template-syntax', token.begin, `${token.operator} lacks an operand.`);
      return { ...NOTHING, at };
    }
    stack.push(combine(token.operator, left, right, token.begin));
  }
  const [result, second] = stack;
  if (result !== undefined && second === undefined) return result;
  into.report(
    'template-syntax',
    second?.at ?? at,
    'This is not one value.',
    'Write {{ path }} or {{ path | filter }}.',
  );
  return { ...NOTHING, at };
}

function combine(operator: string, left: Expression, right: Expression, at: number): Expression {
  if (operator === 'not') return { kind: 'not', operand: right, at };
  if (operator === 'and' || operator === 'or') return { kind: operator, left, right, at };
  const comparison = COMPARISONS.has(operator) ? (operator as Comparison) : '==';
  return { kind: 'compare', operator: comparison, left, right, at };
}

/** One literal or path. */
export function translateToken(token: Token, at: number, around: Surroundings, into: Translation): Expression {
  if (TypeGuards.isQuotedToken(token)) return { kind: 'literal', value: token.content, at: token.begin };
  if (TypeGuards.isNumberToken(token)) {
    if (Number.isFinite(token.content)) return { kind: 'literal', value: token.content, at: token.begin };
    into.report('template-syntax', token.begin, 'This number is too large.');
  } else if (TypeGuards.isLiteralToken(token)) {
    const value = LITERALS.get(token.literal);
    if (value !== undefined) return { kind: 'literal', value, at: token.begin };
    into.report(
      'template-not-allowed',
      token.begin,
      `${token.literal} is not supported.`,
      "Compare with '' or with a size.",
    );
  } else if (TypeGuards.isPropertyAccessToken(token)) return translatePath(token, around, into);
  else if (TypeGuards.isRangeToken(token))
    into.report('template-not-allowed', token.begin, 'Ranges are not supported.', 'Go through a declared list.');
  else into.report('template-syntax', at, 'This value cannot be read.');
  return { ...NOTHING, at };
}

function translatePath(token: PropertyAccessToken, around: Surroundings, into: Translation): Expression {
  const at = token.begin;
  const [root, ...rest] = token.props;
  if (token.variable !== undefined || root === undefined || !TypeGuards.isWordToken(root) || !WORD.test(root.content)) {
    into.report('template-syntax', at, 'A path begins with a name.', 'Write slots.amount.');
    return { ...NOTHING, at };
  }
  if (around.depth >= MAX_DEPTH) {
    into.report('template-nested-too-deep', at, `Indexes are nested deeper than ${MAX_DEPTH}.`);
    return { ...NOTHING, at };
  }
  const inside: Surroundings = { ...around, role: 'value', depth: around.depth + 1 };
  const keys: Expression[] = rest.map((key) =>
    TypeGuards.isWordToken(key)
      ? { kind: 'literal', value: key.content, at: key.begin }
      : translateToken(key, at, inside, into),
  );
  if (around.locals.has(root.content)) return { kind: 'local', name: root.content, keys, at };
  const known = keys.findIndex(
    (key) => key.kind !== 'literal' || typeof key.value !== 'string' || !WORD.test(key.value),
  );
  const fields = keys.slice(0, known === -1 ? keys.length : known);
  const name = [root.content, ...fields.map((key) => (key.kind === 'literal' ? String(key.value) : ''))].join('.');
  into.read(name, at, fields.length === keys.length, around);
  return { kind: 'path', name, keys: keys.slice(fields.length), at };
}
