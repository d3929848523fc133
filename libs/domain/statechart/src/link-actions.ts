import { parse } from '@parley/expression';
import type { CoreAction, CoreBranch, CoreDoneData } from './core-format.ts';
import type { Findings } from './findings.ts';
import { parseLocation } from './location.ts';
import type { Location } from './location.ts';
import type { Action, Block, Branch, DoneData, Expression, Fields } from './machine.ts';

type ExpressionMap = Readonly<Record<string, string>>;
interface Placed {
  readonly at?: string;
}

/** Compiles actions and expressions, reporting those that cannot be read. */
export class ActionLinker {
  private readonly findings: Findings;
  /** A machine says the same in many places; each text is parsed once. */
  private readonly expressions = new Map<string, Expression>();

  constructor(findings: Findings) {
    this.findings = findings;
  }

  block(written: readonly CoreAction[] | undefined): Block | null {
    return written === undefined || written.length === 0 ? null : written.map((one) => this.action(one));
  }

  condition<K extends 'cond'>(node: Placed & { readonly [key in K]?: string }, key: K): Expression | null {
    const source = node[key];
    return source === undefined ? null : this.expression(source, this.findings.spot(node, key));
  }

  fields(node: Placed, member: string, written: ExpressionMap | undefined): Fields {
    const pointer = this.findings.spot(node, member);
    return Object.keys(written ?? {}).map((name) => ({
      name,
      expression: this.expression(written?.[name] ?? '', pointer),
    }));
  }

  doneData(written: CoreDoneData): DoneData {
    if (written.content !== undefined && written.params !== undefined) {
      const message = "'content' and 'params' exclude each other.";
      this.findings.add(written.at ?? '', 'donedata-both', message, 'Keep one of them.');
    }
    const spot = this.findings.spot(written, 'content');
    return {
      content: written.content === undefined ? null : this.expression(written.content, spot),
      params: this.fields(written, 'params', written.params),
      at: written.at ?? '',
    };
  }

  private action(written: CoreAction): Action {
    const at = written.at ?? '';
    if ('raise' in written) {
      this.checkEvent(written.raise, this.findings.spot(written, 'raise'));
      const data = written.data === undefined ? null : this.fields(written, 'data', written.data);
      return { op: 'raise', event: written.raise, data, at };
    }
    if ('assign' in written) {
      const location = this.writable(written.assign, this.findings.spot(written, 'assign'));
      return {
        op: 'assign',
        location,
        expression: this.expression(written.expr, this.findings.spot(written, 'expr')),
        at,
      };
    }
    if ('unset' in written) {
      return { op: 'unset', location: this.writable(written.unset, this.findings.spot(written, 'unset')), at };
    }
    if ('if' in written) {
      const branches = written.if.map((branch, index) => this.branch(branch, written, index));
      return { op: 'if', branches, at };
    }
    if ('foreach' in written) {
      return {
        op: 'foreach',
        list: this.expression(written.foreach, this.findings.spot(written, 'foreach')),
        item: this.root(written.item, this.findings.spot(written, 'item')),
        index: written.index === undefined ? null : this.root(written.index, this.findings.spot(written, 'index')),
        block: this.block(written.do) ?? [],
        at,
      };
    }
    if ('log' in written) {
      const expression =
        written.expr === undefined ? null : this.expression(written.expr, this.findings.spot(written, 'expr'));
      return { op: 'log', label: written.log, expression, at };
    }
    const capture = (written.capture ?? []).map((path) => this.location(path, this.findings.spot(written, 'capture')));
    const values = this.fields(written, 'values', written.values);
    return { op: 'effect', type: written.effect, fields: written.fields ?? null, capture, values, at };
  }

  private branch(written: CoreBranch, action: Placed, index: number): Branch {
    const spot = this.findings.spot(action, `if/${index}`);
    return {
      cond: written.cond === undefined ? null : this.expression(written.cond, spot),
      block: this.block(written.do) ?? [],
      at: spot,
    };
  }

  private expression(source: string, pointer: string): Expression {
    const known = this.expressions.get(source);
    if (known !== undefined) return known;
    const result = parse(source);
    if (result.ok) {
      const expression = { parsed: result.expression, source };
      this.expressions.set(source, expression);
      return expression;
    }
    for (const { code, at, message, fix } of result.problems) {
      this.findings.add(
        pointer,
        `expression-${code}`,
        `${message} (at character ${at + 1} of '${source.slice(0, 80)}')`,
        fix,
      );
    }
    return UNREADABLE;
  }

  private location(path: string, pointer: string): Location {
    const location = parseLocation(path);
    if (location !== null) return location;
    this.findings.add(
      pointer,
      'location-malformed',
      `'${path.slice(0, 80)}' is no path.`,
      "Write 'vars.name' or 'vars.list[0]'.",
    );
    return { text: path, root: path, keys: [] };
  }

  private writable(path: string, pointer: string): Location {
    const location = this.location(path, pointer);
    if (location.root.startsWith('_') || location.root === 'event') {
      this.findings.add(
        pointer,
        'location-read-only',
        `'${location.root}' belongs to the system and cannot be changed.`,
      );
    }
    return location;
  }

  private root(name: string, pointer: string): Location {
    const location = this.writable(name, pointer);
    if (location.keys.length > 0) {
      this.findings.add(pointer, 'location-malformed', `'${name}' must be the name of a datum.`);
    }
    return location;
  }

  private checkEvent(name: string, pointer: string): void {
    if (!/[\s*]/u.test(name)) return;
    this.findings.add(
      pointer,
      'event-malformed',
      `'${name}' is no event name.`,
      'An event name has no spaces and no *.',
    );
  }
}

/** Stands for an expression that was reported: the machine is not made, so it is never evaluated. */
const UNREADABLE: Expression = { parsed: { source: '', paths: [] }, source: '' };
