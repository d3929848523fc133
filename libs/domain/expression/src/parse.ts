import type { ExpressionProblem, ParseResult } from './api.ts';
import { CompiledExpression } from './compiled-expression.ts';
import { MAX_SOURCE_LENGTH } from './limits.ts';
import { Parser } from './parser.ts';
import { SyntaxFault } from './syntax-fault.ts';

/** Reads a CEL source of at most 2,000 characters and compiles it. A source has one problem: the first place it cannot be read on. */
export function parse(source: string): ParseResult {
  if (source.length > MAX_SOURCE_LENGTH)
    return refuse({
      code: 'source-too-long',
      at: MAX_SOURCE_LENGTH,
      message: `An expression may have ${MAX_SOURCE_LENGTH} characters; this one has ${source.length}.`,
      fix: 'Split it: compute a part into a variable first.',
    });
  try {
    const node = new Parser(source).readAll();
    const expression = new CompiledExpression(source, node);
    return { ok: true, expression };
  } catch (thrown) {
    if (!(thrown instanceof SyntaxFault)) throw thrown;
    const { code, at, message, fix } = thrown;
    return refuse(fix === undefined ? { code, at, message } : { code, at, message, fix });
  }
}

function refuse(problem: ExpressionProblem): ParseResult {
  return { ok: false, problems: [problem] };
}
