import type { CallExpression, Expression, SpreadElement, Super } from 'acorn';
import { fit, LEVELS, primary } from './cel-text.ts';
import type { Cel } from './cel-text.ts';
import { unwrap } from './ecmascript.ts';
import type { Translator } from './translator.ts';

/** Methods that only texts have, so that nothing has to be known of the receiver. */
const TEXT_METHODS: ReadonlyMap<string, { readonly name: string; readonly takes: number }> = new Map([
  ['toLowerCase', { name: 'lower', takes: 0 }],
  ['toUpperCase', { name: 'upper', takes: 0 }],
  ['trim', { name: 'trim', takes: 0 }],
  ['startsWith', { name: 'startsWith', takes: 1 }],
  ['endsWith', { name: 'endsWith', takes: 1 }],
]);

const FIX = 'Compute it outside and hand it in with the event, or write it with operators.';

/** `In('s')`, `String(x)` and the methods of texts; every other call is named. */
export function translateCall(translator: Translator, node: CallExpression): Cel {
  const callee = unwrap(node.callee);
  const given: readonly (Expression | SpreadElement)[] = node.arguments;
  const [first] = given;
  if (callee.type === 'Identifier' && first !== undefined && given.length === 1) {
    if (callee.name === 'In') return primary(`In(${translator.value(first).text})`);
    if (callee.name === 'String') return primary(`string(${translator.value(first).text})`);
  }
  if (
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    callee.property.type === 'Identifier' &&
    !callee.optional
  ) {
    const method = TEXT_METHODS.get(callee.property.name);
    if (method !== undefined && method.takes === given.length) {
      const receiver = fit(translator.value(callee.object), LEVELS.primary);
      return primary(`${receiver}.${method.name}(${given.map((one) => translator.value(one).text).join(', ')})`);
    }
  }
  return translator.refuse(node, 'call-untranslatable', `The call of ${nameOf(callee)} has no translation.`, FIX);
}

function nameOf(callee: Expression | Super): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier' || callee.computed)
    return 'a function';
  const object = unwrap(callee.object);
  return object.type === 'Identifier' ? `${object.name}.${callee.property.name}` : `.${callee.property.name}`;
}
