import { SyntaxFault } from './syntax-fault.ts';
import type { Token } from './tokenise.ts';

const KEYWORDS: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);

/** CEL keeps these for later; as field names (`a.package`) they are allowed. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package'],
  ...['namespace', 'return', 'var', 'void', 'while'],
]);

const SPECIAL: ReadonlySet<string> = new Set([...KEYWORDS, ...RESERVED]);

/** The word as a name or field name. Throws SyntaxFault. */
export function requireName(word: Token, role: 'name' | 'field'): string {
  if (!SPECIAL.has(word.text)) return word.text;
  if (KEYWORDS.has(word.text))
    throw new SyntaxFault(
      role === 'field' ? 'reserved-word' : 'unexpected-token',
      word.at,
      `${word.text} cannot stand here.`,
      role === 'field' ? `Write ['${word.text}'] instead of .${word.text}.` : undefined,
    );
  if (role === 'name' && RESERVED.has(word.text))
    throw new SyntaxFault('reserved-word', word.at, `${word.text} is a reserved word of CEL.`, 'Choose another name.');
  return word.text;
}
