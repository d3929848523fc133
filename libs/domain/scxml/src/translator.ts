import type { ArrayExpression, BinaryExpression, Expression, LogicalExpression, MemberExpression, Node } from 'acorn';
import type {
  ObjectExpression,
  Property,
  SpreadElement,
  Super,
  PrivateIdentifier,
  TemplateLiteral,
  UnaryExpression,
} from 'acorn';
import { celText, fit, LEVELS, primary } from './cel-text.ts';
import type { Cel, Level } from './cel-text.ts';
import { isNothing, isText, KINDS, NEVER_BOOLEAN, unwrap, presenceSubject } from './ecmascript.ts';
import { translateCall } from './translate-call.ts';
import { Untranslatable } from './untranslatable.ts';

/** Something worth knowing about a translation; `at`: index in the expression's text. */
export interface Remark {
  readonly at: number;
  readonly code: string;
  readonly message: string;
}

const SYSTEM = new Set(['_event', '_name', '_sessionid', '_ioprocessors']);
const EVENT_FIELDS = new Set(['name', 'type', 'sendid', 'origin', 'origintype', 'invokeid', 'data']);
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NOT_A_FIELD = new Set(['in', 'true', 'false', 'null']);
const WRITE_OTHERWISE = 'Write it with comparisons, arithmetic, members and `? :`, or compute it outside.';

const BINARY: ReadonlyMap<string, { readonly operator: string; readonly level: Level }> = new Map([
  ['*', { operator: '*', level: LEVELS.product }],
  ['/', { operator: '/', level: LEVELS.product }],
  ['%', { operator: '%', level: LEVELS.product }],
  ['-', { operator: '-', level: LEVELS.sum }],
  ['<', { operator: '<', level: LEVELS.relation }],
  ['<=', { operator: '<=', level: LEVELS.relation }],
  ['>', { operator: '>', level: LEVELS.relation }],
  ['>=', { operator: '>=', level: LEVELS.relation }],
  ['==', { operator: '==', level: LEVELS.relation }],
  ['===', { operator: '==', level: LEVELS.relation }],
  ['!=', { operator: '!=', level: LEVELS.relation }],
  ['!==', { operator: '!=', level: LEVELS.relation }],
]);

/** Writes an ECMAScript tree in our language. Faults are gathered, so that all of an expression are named at once. */
export class Translator {
  readonly faults: Untranslatable[] = [];
  readonly remarks: Remark[] = [];
  private readonly shift: number;
  /** Inside `a?.b != null`: has() forgives a missing part as `?.` does. */
  private asksPresence = false;

  /** `shift`: how far the tree's places are ahead of the expression's. */
  constructor(shift: number) {
    this.shift = shift;
  }

  value(given: Expression | SpreadElement | Super | PrivateIdentifier): Cel {
    const node = unwrap(given);
    switch (node.type) {
      case 'Literal':
        return this.literal(node, node.value, node.raw ?? '');
      case 'TemplateLiteral':
        return this.template(node);
      case 'Identifier':
        return this.name(node, node.name);
      case 'MemberExpression':
        return this.member(node);
      case 'ArrayExpression':
        return this.list(node);
      case 'ObjectExpression':
        return this.map(node);
      case 'UnaryExpression':
        return this.unary(node);
      case 'BinaryExpression':
        return this.binary(node);
      case 'LogicalExpression':
        return this.logic(node, (side) => this.logicSide(side));
      case 'ConditionalExpression': {
        const branch = (side: Expression): string => fit(this.value(side), LEVELS.or);
        const text = `${fit(this.condition(node.test), LEVELS.or)} ? ${branch(node.consequent)} : ${branch(node.alternate)}`;
        return { text, level: LEVELS.choice };
      }
      case 'CallExpression':
        return translateCall(this, node);
      default:
        return this.refuse(node, 'expression-untranslatable', `${KINDS[node.type] ?? node.type} has no translation.`);
    }
  }

  /** Where ECMAScript asks for truth: constants are weighed as it weighs them, all else must be true or false. */
  condition(given: Expression): Cel {
    const node = unwrap(given);
    if (node.type === 'Literal' && !(node.value instanceof RegExp)) return primary(node.value ? 'true' : 'false');
    if (isNothing(node)) return primary('false');
    if (node.type === 'LogicalExpression' && node.operator !== '??')
      return this.logic(node, (side) => this.condition(side));
    if (NEVER_BOOLEAN.has(node.type) || isText(node)) {
      const message = 'A condition must be true or false; this is a value of another kind.';
      return this.refuse(node, 'condition-not-boolean', message, 'Compare it: x !== 0, x !== "", x != null.');
    }
    return this.value(node);
  }

  /** A text as it stands in a sum: what is no text becomes one, as ECMAScript does it. */
  asText(node: Expression): string {
    return isText(unwrap(node)) ? fit(this.value(node), LEVELS.product) : `string(${this.value(node).text})`;
  }

  refuse(node: Node, code: string, message: string, fix = WRITE_OTHERWISE): Cel {
    this.faults.push(new Untranslatable(node.start - this.shift, code, message, fix));
    return primary('null');
  }

  remark(node: Node, code: string, message: string): void {
    this.remarks.push({ at: node.start - this.shift, code, message });
  }

  private literal(node: Node, value: unknown, raw: string): Cel {
    if (value === null || typeof value === 'boolean') return primary(String(value));
    if (typeof value === 'string') return primary(celText(value));
    if (typeof value !== 'number' || !Number.isFinite(value))
      return this.refuse(node, 'literal-untranslatable', `'${raw.slice(0, 40)}' is no value of our language.`);
    return primary(String(value));
  }

  private template(node: TemplateLiteral): Cel {
    const parts = node.quasis.flatMap(({ value }, index) => {
      const text =
        value.cooked === null || value.cooked === undefined || value.cooked === '' ? [] : [celText(value.cooked)];
      const inside = node.expressions[index];
      return inside === undefined ? text : [...text, this.asText(inside)];
    });
    if (parts.length <= 1) return primary(parts[0] ?? "''");
    return { text: parts.join(' + '), level: LEVELS.sum };
  }

  private name(node: Node, name: string): Cel {
    if (name === 'undefined') {
      const fix = 'Use null, or compare: x === undefined, typeof x === "undefined".';
      return this.refuse(node, 'undefined-untranslatable', 'There is no undefined value here.', fix);
    }
    if (name === 'event')
      return this.refuse(
        node,
        'name-reserved',
        "'event' means `_event.data` here.",
        'Rename it, or write _event.data.',
      );
    if (name.startsWith('_') && !SYSTEM.has(name))
      return this.refuse(node, 'name-unknown', `'${name}' is no system variable here.`, 'Rename it.');
    if (!NAME.test(name))
      return this.refuse(node, 'name-untranslatable', `'${name}' is no name here.`, 'Use letters, digits and _ only.');
    return primary(name);
  }

  private member(node: MemberExpression): Cel {
    const object = unwrap(node.object);
    if (node.optional === true && !this.asksPresence)
      return this.refuse(node, 'expression-untranslatable', '`?.` has no translation here.');
    if (isNothing(object)) {
      this.remark(node, 'expression-fails', 'A member of undefined: this fails whenever it is reached.');
      const key = !node.computed && node.property.type === 'Identifier' ? node.property.name : 'undefined';
      return primary(`{}[${celText(key)}]`);
    }
    const inside = fit(this.value(object), LEVELS.primary);
    if (node.computed) {
      const key = unwrap(node.property);
      return primary(`${inside}[${this.value(key).text}]`);
    }
    if (node.property.type !== 'Identifier') return this.refuse(node, 'expression-untranslatable', 'This is private.');
    const { name } = node.property;
    if (object.type === 'Identifier' && object.name === '_event' && !EVENT_FIELDS.has(name))
      return this.refuse(node, 'name-unknown', `'_event.${name}' is not known here.`, 'Use what _event has.');
    if (name === 'length') {
      this.remark(node, 'length-in-characters', 'length becomes size(): of a text it counts whole characters.');
      return primary(`size(${inside})`);
    }
    return primary(NAME.test(name) && !NOT_A_FIELD.has(name) ? `${inside}.${name}` : `${inside}[${celText(name)}]`);
  }

  private list(node: ArrayExpression): Cel {
    const items = node.elements.map((item) =>
      item === null
        ? this.refuse(node, 'expression-untranslatable', 'A gap in a list has no value.')
        : this.value(item),
    );
    return primary(`[${items.map(({ text }) => text).join(', ')}]`);
  }

  private map(node: ObjectExpression): Cel {
    return primary(`{${node.properties.map((one) => this.entry(one)).join(', ')}}`);
  }

  private entry(property: Property | SpreadElement): string {
    if (property.type === 'SpreadElement' || property.kind !== 'init' || property.method || property.computed) {
      return this.refuse(property, 'expression-untranslatable', 'Only plain `key: value` pairs are translated.').text;
    }
    const { key } = property;
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
    if (name === '__proto__')
      return this.refuse(property, 'expression-untranslatable', '`__proto__` sets no key, but a prototype.').text;
    return `${celText(name)}: ${this.value(property.value).text}`;
  }

  private unary(node: UnaryExpression): Cel {
    if (node.operator === '!')
      return { text: `!${fit(this.condition(node.argument), LEVELS.unary)}`, level: LEVELS.unary };
    const argument = unwrap(node.argument);
    if (node.operator === '-') {
      const text = fit(this.value(argument), LEVELS.primary);
      return { text: `-${text}`, level: LEVELS.unary };
    }
    if (node.operator === '+' && argument.type === 'Literal' && typeof argument.value === 'number')
      return this.value(argument);
    return this.refuse(node, 'operator-untranslatable', `The operator ${node.operator} has no translation.`);
  }

  private binary(node: BinaryExpression): Cel {
    const presence = this.presence(node);
    if (presence !== null) return presence;
    if (node.left.type === 'PrivateIdentifier')
      return this.refuse(node, 'expression-untranslatable', 'This is private.');
    if (node.operator === '+') return this.sum(node.left, node.right);
    if (node.operator === 'in') return this.keyIn(node, node.left);
    const known = BINARY.get(node.operator);
    if (known === undefined)
      return this.refuse(node, 'operator-untranslatable', `The operator ${node.operator} has no translation.`);
    if (node.operator === '==' || node.operator === '!=') {
      const message = `'${node.operator}' compares without conversion here: 1 is not '1'.`;
      this.remark(node, 'strict-equality', message);
    }
    const left = fit(this.value(node.left), known.level);
    const right = fit(this.value(node.right), (known.level + 1) as Level);
    return { text: `${left} ${known.operator} ${right}`, level: known.level };
  }

  private sum(left: Expression, right: Expression): Cel {
    if (isText(unwrap(left)) || isText(unwrap(right)))
      return { text: `${this.joined(left)} + ${this.asText(right)}`, level: LEVELS.sum };
    return {
      text: `${fit(this.value(left), LEVELS.sum)} + ${fit(this.value(right), LEVELS.product)}`,
      level: LEVELS.sum,
    };
  }

  /** The left of a sum of texts needs no brackets when it is such a sum itself. */
  private joined(left: Expression): string {
    return isText(unwrap(left)) ? fit(this.value(left), LEVELS.sum) : `string(${this.value(left).text})`;
  }

  private keyIn(node: BinaryExpression, left: Expression): Cel {
    const key = unwrap(left);
    if (key.type !== 'Literal' || typeof key.value !== 'string' || /^\d+$/.test(key.value)) {
      const message = '`in` is translated for a key written out as a text alone.';
      return this.refuse(node, 'operator-untranslatable', message);
    }
    return { text: `${celText(key.value)} in ${fit(this.value(node.right), LEVELS.sum)}`, level: LEVELS.relation };
  }

  /** `x === undefined`, `x != null`, `typeof x == 'undefined'`: whether something is there, in ECMAScript's ways. */
  private presence(node: BinaryExpression): Cel | null {
    if (!/^[!=]==?$/.test(node.operator) || node.left.type === 'PrivateIdentifier') return null;
    const sides = [unwrap(node.left), unwrap(node.right)] as const;
    const subject =
      presenceSubject(sides[0], sides[1], node.operator) ?? presenceSubject(sides[1], sides[0], node.operator);
    if (subject === null) return null;
    this.asksPresence = true;
    const path = this.value(subject.type === 'ChainExpression' ? subject.expression : subject);
    this.asksPresence = false;
    if (/\[|\(/.test(path.text))
      return this.refuse(node, 'presence-untranslatable', 'Presence is asked of a path a.b.c alone.');
    if (node.operator.length === 3 || sides.some((side) => side.type === 'UnaryExpression'))
      this.remark(node, 'presence', 'This becomes has(…): null counts as absent.');
    return node.operator.startsWith('!')
      ? primary(`has(${path.text})`)
      : { text: `!has(${path.text})`, level: LEVELS.unary };
  }

  private logic(node: LogicalExpression, side: (node: Expression) => Cel): Cel {
    if (node.operator === '??') return this.refuse(node, 'operator-untranslatable', '`??` has no translation here.');
    const level = node.operator === '&&' ? LEVELS.and : LEVELS.or;
    return { text: `${fit(side(node.left), level)} ${node.operator} ${fit(side(node.right), level)}`, level };
  }

  /** `a || 'none'` as a value: our `||` knows true and false only. */
  private logicSide(given: Expression): Cel {
    const node = unwrap(given);
    if (NEVER_BOOLEAN.has(node.type) || isText(node) || (node.type === 'Literal' && typeof node.value !== 'boolean')) {
      const message = '&& and || are between true and false here; this side is a value of another kind.';
      return this.refuse(node, 'logic-not-boolean', message, 'Write test ? this : that.');
    }
    return this.value(node);
  }
}
