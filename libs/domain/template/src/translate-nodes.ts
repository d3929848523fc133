import {
  CommentTag,
  ForTag,
  IfTag,
  Output,
  TypeGuards,
  UnlessTag,
  type Template,
  type Value,
} from 'liquidjs/dist/liquid.browser.mjs';
import { MAX_DEPTH } from './limits.ts';
import type { Branch, Expression, LoopNode, Node } from './syntax.ts';
import type { ReadRole } from './template.ts';
import { translateToken, translateValue } from './translate-value.ts';
import type { Surroundings, Translation } from './translation.ts';

const MODIFIERS: ReadonlySet<string> = new Set(['limit', 'offset', 'reversed']);

/** LiquidJS' templates as our own nodes. What has no translation is a problem: nothing of LiquidJS runs at render time. */
export function translateNodes(
  templates: readonly Template[],
  around: Surroundings,
  into: Translation,
): readonly Node[] {
  const [first] = templates;
  if (first !== undefined && around.depth > MAX_DEPTH) {
    into.report('template-nested-too-deep', first.token.begin, `Tags are nested deeper than ${MAX_DEPTH}.`);
    return [];
  }
  return templates.flatMap((template) => translateNode(template, around, into) ?? []);
}

function translateNode(template: Template, around: Surroundings, into: Translation): Node | undefined {
  const { token } = template;
  const at = token.begin;
  if (TypeGuards.isHTMLToken(token)) return { kind: 'text', text: token.getContent(), at };
  if (template instanceof Output)
    return { kind: 'output', value: translateValue(template.value, at, insideValue(around, 'text'), into), at };
  if (template instanceof IfTag || template instanceof UnlessTag) return translateChoice(template, at, around, into);
  if (template instanceof ForTag) return translateLoop(template, at, around, into);
  if (!(template instanceof CommentTag)) into.report('template-not-allowed', at, 'This tag is not supported.');
  return undefined;
}

/** Depth of indexes is counted anew within each value. */
function insideValue(around: Surroundings, role: ReadRole, guarded = around.guarded): Surroundings {
  return { ...around, depth: 0, role, guarded };
}

function translateChoice(tag: IfTag | UnlessTag, at: number, around: Surroundings, into: Translation): Node {
  const asked = new Set(around.guarded === 'all' ? [] : around.guarded);
  const branches: Branch[] = tag.branches.map(({ value, templates }, index) => {
    const { expression, paths } = translateCondition(value, at, around, into);
    for (const path of paths) asked.add(path);
    const isNegated = tag instanceof UnlessTag && index === 0;
    const condition: Expression = isNegated ? { kind: 'not', operand: expression, at } : expression;
    return { condition, nodes: translateNodes(templates, deeper(around, asked), into) };
  });
  return { kind: 'if', branches, otherwise: translateNodes(tag.elseTemplates ?? [], deeper(around, asked), into), at };
}

/** A condition that names a path asks whether it is set: inside the branches its reading is provided for. */
function translateCondition(
  value: Value,
  at: number,
  around: Surroundings,
  into: Translation,
): { readonly expression: Expression; readonly paths: readonly string[] } {
  const before = into.reads.length;
  const expression = translateValue(value, at, insideValue(around, 'value', 'all'), into);
  return { expression, paths: into.reads.slice(before).map(({ path }) => path) };
}

function translateLoop(tag: ForTag, at: number, around: Surroundings, into: Translation): LoopNode {
  const { hash } = tag.hash;
  for (const name of Object.keys(hash))
    if (!MODIFIERS.has(name))
      into.report('template-not-allowed', at, `for has no ${name}.`, 'Use limit, offset, reversed.');
  const optional = (name: string): Expression | undefined => {
    const token = hash[name];
    return token === undefined ? undefined : translateToken(token, at, insideValue(around, 'number'), into);
  };
  const inside = { ...deeper(around, around.guarded), locals: new Set([...around.locals, tag.variable, 'forloop']) };
  return {
    kind: 'for',
    item: tag.variable,
    // An unset list is an empty one.
    list: translateToken(tag.collection, at, insideValue(around, 'list', 'all'), into),
    limit: optional('limit'),
    offset: optional('offset'),
    isReversed: Object.hasOwn(hash, 'reversed'),
    nodes: translateNodes(tag.templates, inside, into),
    otherwise: translateNodes(tag.elseTemplates, deeper(around, around.guarded), into),
    at,
  };
}

function deeper(around: Surroundings, guarded: Surroundings['guarded']): Surroundings {
  return { ...around, guarded, depth: around.depth + 1 };
}
