import type { Expression, Node } from './syntax.ts';
import type { TemplateRead } from './template.ts';

/** Where the source stands after `{{`: `path }}` or `path | default: 'text' }}`, and nothing else. */
const OUTPUT =
  /\s*([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)\s*(?:\|\s*default\s*:\s*('[^'\\]*'|"[^"\\]*")\s*)?\}\}/y;
const LITERALS = /^(?:true|false|nil|null|empty|blank)$/;
const OPERATORS = /^(?:and|or|not|contains)$/;

export interface PlainTemplate {
  readonly nodes: readonly Node[];
  readonly reads: readonly TemplateRead[];
}

/** The fast path: a plain text with `{{ path | default: 'x' }}` in it. Undefined for anything more: LiquidJS reads that. */
export function readPlain(source: string): PlainTemplate | undefined {
  if (source.includes('{%')) return undefined;
  const nodes: Node[] = [];
  const reads: TemplateRead[] = [];
  let from = 0;
  for (let open = source.indexOf('{{'); open !== -1; open = source.indexOf('{{', from)) {
    OUTPUT.lastIndex = open + 2;
    const match = OUTPUT.exec(source);
    const path = match?.[1];
    if (match === null || path === undefined || isKeyword(path)) return undefined;
    if (open > from) nodes.push({ kind: 'text', text: source.slice(from, open), at: from });
    const at = open + match[0].indexOf(path) + 2;
    const value: Expression = { kind: 'path', name: path, keys: [], at };
    nodes.push({ kind: 'output', value: withDefault(value, match[2], open), at: open });
    reads.push({ path, role: 'text', at, guarded: match[2] !== undefined });
    from = open + 2 + match[0].length;
  }
  if (from < source.length) nodes.push({ kind: 'text', text: source.slice(from), at: from });
  return { nodes, reads };
}

function isKeyword(path: string): boolean {
  const root = path.split('.')[0] ?? '';
  return LITERALS.test(root) || OPERATORS.test(root);
}

function withDefault(input: Expression, quoted: string | undefined, at: number): Expression {
  if (quoted === undefined) return input;
  const fallback: Expression = { kind: 'literal', value: quoted.slice(1, -1), at };
  return { kind: 'filter', name: 'default', input, arguments: [fallback], at };
}
