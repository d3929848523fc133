import type { Value } from '@parley/expression';
import type { CoreDatum, CoreMachine } from './core-format.ts';
import { isSystemName } from './link-actions.ts';
import type { ExpressionLinker } from './link-expressions.ts';
import type { Datum } from './machine.ts';
import type { Draft, Outline } from './outline.ts';
import { putEntry } from './own.ts';
import { Place } from './place.ts';

export interface LinkedData {
  /** What each datum is before anything is computed. */
  readonly data: Readonly<Record<string, Value>>;
  readonly early: readonly Datum[];
  readonly givable: ReadonlySet<string> | null;
}

/** Declares the data of the machine and of its states, and decides when each gets its value (W3C 5.3, binding). */
export function linkData(core: CoreMachine, root: Place, outline: Outline, expressions: ExpressionLinker): LinkedData {
  const linker = new DataLinker(expressions);
  for (const [index, datum] of (core.data ?? []).entries())
    linker.declare(datum, root.item('data', index), linker.early);
  const top = Object.keys(linker.data);
  let isGlobal = true;
  for (const { node, state, place } of outline.sources) {
    if (state.data === undefined) continue;
    isGlobal = false;
    const late: Datum[] = [];
    for (const [index, datum] of state.data.entries()) {
      const here = place.item('data', index);
      if (core.binding === 'late') linker.declareLate(datum, here, late);
      else linker.declare(datum, here, linker.early);
    }
    bindLate(node, late);
  }
  return { data: linker.data, early: linker.early, givable: isGlobal ? null : new Set(top) };
}

function bindLate(node: Draft, late: readonly Datum[]): void {
  if (late.length > 0) node.late = late;
}

class DataLinker {
  readonly data: Record<string, Value> = {};
  readonly early: Datum[] = [];
  private readonly expressions: ExpressionLinker;

  constructor(expressions: ExpressionLinker) {
    this.expressions = expressions;
  }

  declare(datum: CoreDatum, here: string, computed: Datum[]): void {
    const place = Place.at(datum.at ?? here);
    const expression = this.expressionOf(datum, place);
    if (!this.checkName(datum.id, place)) return;
    putEntry(this.data, datum.id, datum.value ?? null);
    if (expression !== null) computed.push({ id: datum.id, value: null, expression, at: place.at });
  }

  /** Null until its state is entered for the first time. */
  declareLate(datum: CoreDatum, here: string, late: Datum[]): void {
    const place = Place.at(datum.at ?? here);
    const expression = this.expressionOf(datum, place);
    if (!this.checkName(datum.id, place)) return;
    putEntry(this.data, datum.id, null);
    late.push({ id: datum.id, value: datum.value ?? null, expression, at: place.at });
  }

  private expressionOf(datum: CoreDatum, place: Place): Datum['expression'] {
    if (datum.expr === undefined) return null;
    if (datum.value !== undefined) this.expressions.exclusive('value', 'expr', place.at);
    return this.expressions.expression(datum.expr, place, 'expr');
  }

  private checkName(id: string, place: Place): boolean {
    const { findings } = this.expressions;
    const pointer = place.spot('id');
    if (isSystemName(id)) {
      findings.add(pointer, 'data-reserved', `'${id}' belongs to the system.`, 'Choose a name without a leading _.');
    } else if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(id)) {
      findings.add(pointer, 'data-name', `'${id}' cannot be read by an expression.`, 'Use letters, digits and _.');
    } else if (Object.hasOwn(this.data, id)) {
      findings.add(pointer, 'data-duplicate', `'${id}' is declared twice.`, 'Remove one of them.');
    } else return true;
    return false;
  }
}
