import { parse, syntaxTree } from '@parley/expression';
import type { SyntaxNode } from '@parley/expression';

/** New names for a component's data roots and states. */
export interface Renaming {
  readonly root: (name: string) => string;
  readonly state: (id: string) => string;
}

interface Edit {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/** The expression with other names in it, and otherwise as it was written. What cannot be read stays. */
export function renameExpression(source: string, renaming: Renaming): string {
  const parsed = parse(source);
  if (!parsed.ok) return source;
  const edits: Edit[] = [];
  collect(syntaxTree(parsed.expression), renaming, new Set(), edits);
  let text = source;
  for (const { at, end, text: name } of edits.toSorted((a, b) => b.at - a.at))
    text = text.slice(0, at) + name + text.slice(end);
  return text;
}

function collect(node: SyntaxNode, renaming: Renaming, bound: ReadonlySet<string>, edits: Edit[]): void {
  const inside = (child: SyntaxNode): void => collect(child, renaming, bound, edits);
  switch (node.kind) {
    case 'literal':
      return;
    case 'name':
      if (!bound.has(node.name)) edits.push({ at: node.at, end: node.end, text: renaming.root(node.name) });
      return;
    case 'field':
      return inside(node.object);
    case 'index':
      inside(node.object);
      return inside(node.index);
    case 'list':
      return node.items.forEach(inside);
    case 'map':
      return node.entries.forEach(({ key, value }) => {
        inside(key);
        inside(value);
      });
    case 'unary':
      return inside(node.operand);
    case 'binary':
      inside(node.left);
      return inside(node.right);
    case 'logic':
      return node.terms.forEach(inside);
    case 'choice':
      return [node.condition, node.then, node.otherwise].forEach(inside);
    case 'has':
      return inside(node.path);
    case 'call': {
      const [state] = node.arguments;
      if (node.name !== 'In' || state?.kind !== 'literal' || typeof state.value !== 'string')
        return node.arguments.forEach(inside);
      edits.push({
        at: state.at,
        end: state.end,
        text: JSON.stringify(renaming.state(state.value)).replaceAll("'", "\\'").replace(/^"|"$/g, "'"),
      });
      return;
    }
    case 'macro':
      inside(node.range);
      return collect(node.predicate, renaming, new Set([...bound, node.item]), edits);
  }
}

/** A rooted path with another root. */
export function renamePath(path: string, renaming: Renaming): string {
  return path.replace(/^[A-Za-z_][A-Za-z0-9_]*/, renaming.root);
}
