import { parse } from '@parley/expression';
import type { ParsedExpression } from '@parley/expression';
import type { CoreContent } from './core-format.ts';
import type { Findings } from './findings.ts';
import { parseLocation } from './location.ts';
import type { Location } from './location.ts';
import type { Content, Expression, Fields, Text } from './machine.ts';
import type { Place } from './place.ts';

/** Compiles expressions and locations; those that cannot be read are reported, or fail at run time (`faults: 'run'`). */
export class ExpressionLinker {
  readonly findings: Findings;
  readonly faults: 'load' | 'run';
  /** A machine says the same in many places; each text is parsed once. */
  private readonly expressions = new Map<string, Expression>();
  private readonly known = new Map<string, Location>();

  constructor(findings: Findings, faults: 'load' | 'run') {
    this.findings = findings;
    this.faults = faults;
  }

  /** Reports a fault that shows only when it is reached, unless the machine wants to meet it there. */
  report(pointer: string, code: string, message: string, fix?: string): void {
    if (this.faults === 'load') this.findings.add(pointer, code, message, fix);
  }

  /** Reads what a member of the node at `place` says. */
  expression(source: string, place: Place, member: string): Expression {
    const known = this.expressions.get(source);
    if (known !== undefined) return known;
    if (this.findings.isFull) return { parsed: NEVER, source };
    const result = parse(source);
    if (result.ok) {
      const expression = { parsed: result.expression, source };
      this.expressions.set(source, expression);
      return expression;
    }
    for (const { code, at, message, fix } of result.problems) {
      const said = `${message} (at character ${at + 1} of '${source.slice(0, 80)}')`;
      this.report(place.spot(member), `expression-${code}`, said, fix);
    }
    return { parsed: NEVER, source, unreadable: result.problems[0]?.message ?? 'This is no expression.' };
  }

  optional(source: string | undefined, place: Place, member: string): Expression | null {
    return source === undefined ? null : this.expression(source, place, member);
  }

  fields(written: Readonly<Record<string, string>> | undefined, place: Place, member: string): Fields {
    // The order of an object's keys means nothing in JSON: which of two faults comes first must not depend on it.
    if (written === undefined) return NO_FIELDS;
    const names = Object.keys(written).sort();
    return names.map((name) => ({ name, expression: this.expression(written[name] ?? '', place, member) }));
  }

  content(written: CoreContent | undefined, place: Place, member: string): Content | null {
    if (written === undefined) return null;
    return typeof written === 'string' ? this.expression(written, place, member) : { value: written.value };
  }

  /** `key` as written, or `keyexpr` computed; not both. `way` leads from the place to the node, e.g. `send/`. */
  text<K extends string>(
    node: { readonly [key in K | `${K}expr`]?: string },
    key: K,
    place: Place,
    way = '',
  ): Text | null {
    const literal = node[key];
    const computed = node[`${key}expr`];
    if (computed === undefined) return literal ?? null;
    if (literal !== undefined) this.exclusive(key, `${key}expr`, place.spot(way + key));
    return this.expression(computed, place, `${way}${key}expr`);
  }

  exclusive(one: string, other: string, pointer: string): void {
    this.findings.add(pointer, 'keys-exclusive', `'${one}' and '${other}' exclude each other.`, 'Keep one of them.');
  }

  location(path: string, place: Place, member: string): Location {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const location = parseLocation(path);
    if (location !== null) {
      this.known.set(path, location);
      return location;
    }
    const message = `'${path.slice(0, 80)}' is no path.`;
    this.report(place.spot(member), 'location-malformed', message, "Write 'vars.name' or 'vars.list[0]'.");
    return { text: path, root: '', keys: [] };
  }

  locations(paths: readonly string[] | undefined, place: Place, member: string): readonly Location[] {
    return paths === undefined ? NO_LOCATIONS : paths.map((path) => this.location(path, place, member));
  }

  optionalLocation(path: string | undefined, place: Place, member: string): Location | null {
    return path === undefined ? null : this.location(path, place, member);
  }
}

const NO_FIELDS: Fields = [];
const NO_LOCATIONS: readonly Location[] = [];

/** Fails wherever it is evaluated: no name `_` is ever set. */
const NEVER: ParsedExpression = never();

function never(): ParsedExpression {
  const result = parse('_');
  if (!result.ok) throw new Error("'_' is an expression.");
  return result.expression;
}
