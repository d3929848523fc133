import { checkTypes, parse, type ExpressionProblem, type Type, type TypeEnvironment } from '@parley/expression';
import type { CompiledTemplate, ReadRole, TemplateRead } from './template.ts';

/**
 * What a template gets wrong about its declared world, every problem at once: `unknown-name`, `unknown-field`,
 * `wrong-type`, and, as a warning, `maybe-unset` where neither `default` nor a condition provides for it.
 */
export function checkTemplate(template: CompiledTemplate, environment: TypeEnvironment): readonly ExpressionProblem[] {
  return template.reads.flatMap((read) => checkRead(read, environment));
}

function checkRead(read: TemplateRead, environment: TypeEnvironment): readonly ExpressionProblem[] {
  const { path, at, guarded, role } = read;
  const parsed = parse(path);
  if (!parsed.ok) return parsed.problems.map((problem) => ({ ...problem, at: at + problem.at }));
  const { type, problems } = checkTypes(parsed.expression, environment, { kind: 'any' });
  const found = problems
    .filter(({ code }) => !(guarded && code === 'maybe-unset'))
    .map((problem) => ({ ...problem, at: at + problem.at, ...fixOf(problem) }));
  if (takes(role, type)) return found;
  return [...found, { code: 'wrong-type', at, message: `${path} is a ${type.kind}; ${WANTED[role]}.` }];
}

const WANTED: Readonly<Record<ReadRole, string>> = {
  text: 'only plain values, and lists of them, can be written',
  list: 'a list is needed here',
  number: 'a number is needed here',
  value: 'another value is needed here',
};

/** The fix of an expression (`has(…)`) is none in a template. */
function fixOf({ code }: ExpressionProblem): { readonly fix?: string } {
  return code === 'maybe-unset' ? { fix: "Add a default: {{ … | default: '…' }}." } : {};
}

function takes(role: ReadRole, type: Type): boolean {
  if (type.kind === 'any' || role === 'value') return true;
  if (role !== 'text') return type.kind === role;
  return type.kind === 'list' ? type.of.kind !== 'list' && type.of.kind !== 'map' : type.kind !== 'map';
}
