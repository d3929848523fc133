/** A CEL text with how tightly it binds; brackets are added where a place wants more. */
export interface Cel {
  readonly text: string;
  readonly level: Level;
}

/** From loose to tight, as in apps/docs/reference/expressions.md. */
export const LEVELS = {
  choice: 0,
  or: 1,
  and: 2,
  relation: 3,
  sum: 4,
  product: 5,
  unary: 6,
  primary: 7,
} as const;

export type Level = (typeof LEVELS)[keyof typeof LEVELS];

export const primary = (text: string): Cel => ({ text, level: LEVELS.primary });

/** The text as it may stand where at least `level` is wanted. */
export function fit(cel: Cel, level: Level): string {
  return cel.level >= level ? cel.text : `(${cel.text})`;
}

const ESCAPES: Readonly<Record<string, string>> = { "'": "\\'", '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text literal; what is no letter on paper is escaped. */
export function celText(value: string): string {
  const inside = value.replace(/['\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const known = ESCAPES[character];
    if (known !== undefined) return known;
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `'${inside}'`;
}
