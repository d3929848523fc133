import { parse } from '@parley/expression';
import { parse as parseProgram } from 'acorn';
import type { Expression } from 'acorn';
import { celText } from './cel-text.ts';
import { Translator } from './translator.ts';
import type { Remark } from './translator.ts';
import { Untranslatable } from './untranslatable.ts';

const MAX_LENGTH = 2_000;
/** The bracket that `readExpression` puts before a text. */
const PLACE_SHIFT = 1;

export type Translation =
  | { readonly ok: true; readonly text: string; readonly remarks: readonly Remark[] }
  | { readonly ok: false; readonly faults: readonly Untranslatable[] };

/**
 * An ECMAScript expression in our own language, with the same value wherever both have one. What is no ECMAScript at all
 * becomes an expression that fails whenever it is reached, as it does in SCXML.
 */
export function translateExpression(source: string, wanted: 'value' | 'condition'): Translation {
  if (source.length > MAX_LENGTH) {
    const message = `An expression may have ${MAX_LENGTH} characters; this one has ${source.length}.`;
    const fix = 'Compute a part of it into data first.';
    return { ok: false, faults: [new Untranslatable(0, 'expression-too-long', message, fix)] };
  }
  const tree = readExpression(source);
  if (tree instanceof Error) return failing(source, tree);
  const translator = new Translator(PLACE_SHIFT);
  const cel = wanted === 'condition' ? translator.condition(tree) : translator.value(tree);
  if (translator.faults.length > 0) return { ok: false, faults: translator.faults };
  const checked = parse(cel.text);
  if (checked.ok) return { ok: true, text: cel.text, remarks: translator.remarks };
  const message = `This has no form in our language: ${checked.problems[0]?.message ?? ''}`;
  const fault = new Untranslatable(
    0,
    'expression-untranslatable',
    message,
    checked.problems[0]?.fix ?? 'Write it otherwise.',
  );
  return { ok: false, faults: [fault] };
}

/** The tree of a text that is one expression and nothing else; its places count from -1 (see `PLACE_SHIFT`). */
export function readExpression(source: string): Expression | SyntaxError {
  try {
    const [statement, more] = parseProgram(`(${source}\n)`, { ecmaVersion: 2024, preserveParens: true }).body;
    if (statement?.type === 'ExpressionStatement' && more === undefined) {
      const { expression } = statement;
      if (expression.type === 'ParenthesizedExpression' && expression.end === source.length + 3) return expression;
    }
    return new SyntaxError('it is more than one expression');
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return thrown;
    if (thrown instanceof RangeError) return new SyntaxError('it nests too deep');
    throw thrown;
  }
}

function failing(source: string, error: SyntaxError): Translation {
  const why = error.message.replace(/ \(\d+:\d+\)$/, '');
  const message = `'${source.slice(0, 80)}' is no ECMAScript expression (${why}): it fails whenever it is reached.`;
  return { ok: true, text: `{}[${celText(source)}]`, remarks: [{ at: 0, code: 'expression-fails', message }] };
}
