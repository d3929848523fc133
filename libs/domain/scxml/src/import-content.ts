import type { CoreContent, CoreDatum } from '@parley/statechart';
import type { Value } from '@parley/expression';
import type { Context } from './context.ts';
import { readExpression } from './translate-expression.ts';
import { elementsOf, textOf, trimmed } from './xml.ts';
import type { XmlElement } from './xml.ts';

type Texts = Readonly<Record<string, string>>;

/** `param`s as a map of expressions; undefined where there are none. */
export function importParams(context: Context, params: readonly XmlElement[]): Texts | undefined {
  if (params.length === 0) return undefined;
  const seen = new Map<string, string>();
  for (const param of params) {
    const { name, expr } = importParam(context, param);
    if (!seen.has(name)) seen.set(name, expr);
    else
      context.findings.problem(
        param.offset,
        'param-duplicate',
        `There are two params '${name}'; data has each name once.`,
        'Give them names of their own, or send a list.',
      );
  }
  return Object.fromEntries(seen);
}

function importParam(context: Context, param: XmlElement): { readonly name: string; readonly expr: string } {
  context.childrenOf(param, []);
  return context.build<{ name: string; expr: string }>(param, {
    name: () => context.required(param, 'name'),
    expr: () => {
      const expr = context.expression(param, 'expr') ?? context.location(param, 'location');
      if (expr === undefined)
        context.findings.problem(
          param.offset,
          'param-empty',
          'A param needs a value.',
          'Add expr="…" or location="…".',
        );
      return expr ?? 'null';
    },
  });
}

/** `content`: an expression, or what stands inside it. */
export function importContent(context: Context, content: XmlElement): CoreContent {
  const { value } = context.build<{ value: CoreContent }>(content, {
    value: () => context.expression(content, 'expr') ?? { value: inlineOrEmpty(context, content) },
  });
  return value;
}

/** W3C 5.6: `content` without anything is the empty text. */
function inlineOrEmpty(context: Context, content: XmlElement): Value {
  const value = inlineValue(context, content);
  return value === undefined ? '' : value;
}

export function importDatum(context: Context, data: XmlElement): CoreDatum {
  const src = data.attributes.get('src');
  if (src !== undefined)
    context.findings.problem(
      src.offsetOf(0),
      'data-src',
      'Data of other documents is not fetched.',
      'Write it in place.',
    );
  return context.build<CoreDatum>(data, {
    id: () => datumId(context, data),
    expr: () => context.expression(data, 'expr'),
    value: () => (data.attributes.has('expr') ? undefined : inlineValue(context, data)),
  });
}

function datumId(context: Context, data: XmlElement): string {
  const id = context.required(data, 'id');
  const offset = data.attributes.get('id')?.offsetOf(0);
  if (offset !== undefined && (!/^[A-Za-z][A-Za-z0-9_]*$/.test(id) || id === 'event')) {
    const message = `'${id}' cannot name data here: a letter, then letters, digits and _; not 'event'.`;
    context.findings.problem(offset, 'name-untranslatable', message, 'Rename it.');
  }
  return id;
}

/** W3C B.2.1: JSON is its value, other text is itself with white space made single; undefined where there is nothing. */
export function inlineValue(context: Context, element: XmlElement): Value | undefined {
  const [inside] = elementsOf(element);
  if (inside !== undefined) {
    const message = `XML inside <${element.name}> is no value here.`;
    context.findings.problem(inside.offset, 'xml-content', message, 'Write the data as JSON.');
    return null;
  }
  const text = trimmed(textOf(element));
  if (text.value === '') return undefined;
  try {
    return JSON.parse(text.value) as Value;
  } catch {
    if (/^[[{'"]/.test(text.value) && !(readExpression(text.value) instanceof Error)) {
      const message = 'This is ECMAScript, but no JSON; by the standard it would be a mere text.';
      context.findings.problem(text.offsetOf(0), 'content-ambiguous', message, 'Write JSON, or use expr="…".');
    }
    return text.value.replace(/\s+/g, ' ');
  }
}
