import type { CoreAction } from '@parley/statechart';
import { parse } from 'acorn';
import type { Expression, Program, Statement, ModuleDeclaration, Node } from 'acorn';
import type { Context } from './context.ts';
import { unwrap } from './ecmascript.ts';
import { pathOf } from './translate-location.ts';
import { Translator } from './translator.ts';
import { textOf } from './xml.ts';
import type { PlacedText, XmlElement } from './xml.ts';

const FIX = 'Write <assign>, <if> and <foreach> instead.';

/** A script of plain assignments as assigns; anything else in it is named. */
export function importScript(context: Context, script: XmlElement): readonly CoreAction[] {
  context.checkAttributes(script);
  const src = script.attributes.get('src');
  if (src !== undefined)
    context.findings.problem(src.offsetOf(0), 'script-src', 'Scripts of other documents are not fetched.', FIX);
  const text = textOf(script);
  const program = readProgram(context, text);
  if (program === null) return [];
  const actions = program.body.flatMap((statement) => importStatement(context, text, statement));
  if (actions.length > 0) context.findings.note(script.offset, 'script-assigns', 'The script became assigns.');
  return actions;
}

function readProgram(context: Context, text: PlacedText): Program | null {
  try {
    return parse(text.value, { ecmaVersion: 2024 });
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError || thrown instanceof RangeError)) throw thrown;
    const at = 'pos' in thrown && typeof thrown.pos === 'number' ? thrown.pos : 0;
    context.findings.problem(text.offsetOf(at), 'script-unreadable', 'This is no ECMAScript.', 'Mend the script.');
    return null;
  }
}

function importStatement(
  context: Context,
  text: PlacedText,
  statement: Statement | ModuleDeclaration,
): readonly CoreAction[] {
  if (statement.type === 'EmptyStatement') return [];
  if (statement.type === 'VariableDeclaration')
    return statement.declarations.flatMap(({ id, init }) => {
      if (id.type !== 'Identifier') return refuse(context, text, id);
      context.scriptRoots.add(id.name);
      return init === null || init === undefined
        ? []
        : assign(context, text, id, (translator) => translator.value(init).text);
    });
  if (statement.type !== 'ExpressionStatement') return refuse(context, text, statement);
  const node = unwrap(statement.expression);
  if (node.type === 'UpdateExpression') {
    const path = unwrap(node.argument);
    return assign(context, text, path, (translator) => `${translator.value(path).text} ${node.operator[0] ?? '+'} 1`);
  }
  if (node.type !== 'AssignmentExpression' || node.left.type === 'ObjectPattern' || node.left.type === 'ArrayPattern')
    return refuse(context, text, node);
  const { left, right, operator } = node;
  if (left.type !== 'Identifier' && left.type !== 'MemberExpression') return refuse(context, text, left);
  if (operator === '=') return assign(context, text, left, (translator) => translator.value(right).text);
  if (operator !== '+=' && operator !== '-=' && operator !== '*=' && operator !== '/=')
    return refuse(context, text, node);
  const sign = operator.slice(0, 1) as '+' | '-' | '*' | '/';
  return assign(context, text, left, (translator) => {
    const { start, end } = node;
    return translator.value({ type: 'BinaryExpression', operator: sign, left, right, start, end }).text;
  });
}

function assign(
  context: Context,
  text: PlacedText,
  target: Expression,
  write: (translator: Translator) => string,
): readonly CoreAction[] {
  const path = pathOf(target);
  if (path === null) return refuse(context, text, target);
  const translator = new Translator(0);
  const expr = write(translator);
  for (const { at, code, message, fix } of translator.faults)
    context.findings.problem(text.offsetOf(at), code, message, fix);
  for (const { at, code, message } of translator.remarks) context.findings.note(text.offsetOf(at), code, message);
  if (!/[.[]/.test(path)) context.scriptRoots.add(path);
  return [{ assign: path, expr }];
}

function refuse(context: Context, text: PlacedText, node: Node): readonly CoreAction[] {
  const message = 'A script is translated where it only assigns; this does something else.';
  context.findings.problem(text.offsetOf(node.start), 'script-untranslatable', message, FIX);
  return [];
}
