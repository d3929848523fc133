import type { Statement } from './database.ts';

const statements = new Map<string, Statement>();

/** The call of one of our functions; a single value is answered as the column `answer`. */
export function callOf(name: string, parameters: number): Statement {
  const known = statements.get(name);
  if (known !== undefined) return known;
  const places = Array.from({ length: parameters }, (_, n) => `$${n + 1}`).join(', ');
  const statement = { name, text: `select * from parley.${name}(${places}) as answer` };
  statements.set(name, statement);
  return statement;
}
