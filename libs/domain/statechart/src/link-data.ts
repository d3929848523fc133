import type { Value } from '@parley/expression';
import type { CoreDatum, CoreMachine } from './core-format.ts';
import { isSystemName } from './link-actions.ts';
import type { ExpressionLinker } from './link-expressions.ts';
import type { Datum } from './machine.ts';
import type { Draft, Outline } from './outline.ts';
import { putEntry } from './own.ts';

export interface LinkedData {
  /** What each datum is before anything is computed. */
  readonly data: Readonly<Record<string, Value>>;
  readonly early: readonly Datum[];
  readonly givable: ReadonlySet<string> | null;
}

/** Declares the data of the machine and of its states, and decides when each gets its value (W3C 5.3, binding). */
export function linkData(core: CoreMachine, base: string, outline: Outline, expressions: ExpressionLinker): LinkedData {
  const linker = new DataLinker(expressions);
  (core.data ?? []).forEach((datum, index) => {
    linker.declare(datum, datum.at ?? `${base}/data/${index}`, linker.early);
  });
  const top = Object.keys(linker.data);
  let isGlobal = true;
  for (const [node, state] of outline.sources) {
    if (state.data === undefined) continue;
    isGlobal = false;
    const late: Datum[] = [];
    for (const [index, datum] of state.data.entries()) {
      const pointer = datum.at ?? `${expressions.findings.spot(state, 'data')}/${index}`;
      if (core.binding === 'late') linker.declareLate(datum, pointer, late);
      else linker.declare(datum, pointer, linker.early);
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

  declare(datum: CoreDatum, pointer: string, computed: Datum[]): void {
    const expression = this.expressionOf(datum, pointer);
    if (!this.checkName(datum.id, `${pointer}/id`)) return;
    putEntry(this.data, datum.id, datum.value ?? null);
    if (expression !== null) computed.push({ id: datum.id, value: null, expression, at: pointer });
  }

  /** Null until its state is entered for the first time. */
  declareLate(datum: CoreDatum, pointer: string, late: Datum[]): void {
    const expression = this.expressionOf(datum, pointer);
    if (!this.checkName(datum.id, `${pointer}/id`)) return;
    putEntry(this.data, datum.id, null);
    late.push({ id: datum.id, value: datum.value ?? null, expression, at: pointer });
  }

  private expressionOf(datum: CoreDatum, pointer: string): Datum['expression'] {
    if (datum.expr === undefined) return null;
    if (datum.value !== undefined) this.expressions.exclusive('value', 'expr', pointer);
    return this.expressions.expression(datum.expr, `${pointer}/expr`);
  }

  private checkName(id: string, pointer: string): boolean {
    const { findings } = this.expressions;
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
