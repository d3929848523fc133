import type { CoreAction, CoreBlocks, CoreBranch, CoreDoneData, CoreForeach, Limits } from './core-format.ts';
import { isEventName, isReserved } from './descriptor.ts';
import type { ExpressionLinker, Placed } from './link-expressions.ts';
import { linkCancel, linkSend } from './link-send.ts';
import { isDatumName } from './location.ts';
import type { Action, Block, Branch, DoneData } from './machine.ts';
import { measure } from './measure.ts';
import { packed } from './own.ts';

/** Compiles actions, reporting those that cannot be read. */
export class ActionLinker {
  readonly expressions: ExpressionLinker;

  private readonly limits: Pick<Limits, 'snapshotBytes' | 'valueDepth'>;

  constructor(expressions: ExpressionLinker, limits: Pick<Limits, 'snapshotBytes' | 'valueDepth'>) {
    this.expressions = expressions;
    this.limits = limits;
  }

  block(written: readonly CoreAction[] | undefined): Block | null {
    return written === undefined || written.length === 0 ? null : written.map((one) => this.action(one));
  }

  /** A list among the actions is a block of its own; actions side by side are one. */
  blocks(written: CoreBlocks | undefined): readonly Block[] {
    if (written === undefined || written.length === 0) return NO_BLOCKS;
    const blocks: Action[][] = [];
    let open: Action[] | null = null;
    for (const item of written) {
      if (isActions(item)) {
        open = null;
        blocks.push(item.map((one) => this.action(one)));
      } else {
        if (open === null) blocks.push((open = []));
        open.push(this.action(item));
      }
    }
    return blocks.map(packed);
  }

  doneData(written: CoreDoneData): DoneData {
    const { findings } = this.expressions;
    if (written.content !== undefined && written.params !== undefined) {
      const message = "'content' and 'params' exclude each other.";
      findings.add(written.at ?? '', 'donedata-both', message, 'Keep one of them.');
    }
    return {
      content: this.expressions.content(written.content, findings.spot(written, 'content')),
      params: this.expressions.fields(findings.spot(written, 'params'), written.params),
      at: written.at ?? '',
    };
  }

  private action(written: CoreAction): Action {
    const at = written.at ?? '';
    const { expressions } = this;
    const spot = (member: string): string => expressions.findings.spot(written, member);
    if ('raise' in written) {
      const illegal = this.illegalEvent(written.raise, spot('raise'), at);
      if (illegal !== null) return illegal;
      const data = written.data === undefined ? null : expressions.fields(spot('data'), written.data);
      return { op: 'raise', event: written.raise, data, at };
    }
    if ('assign' in written) {
      const location = expressions.location(written.assign, spot('assign'));
      return { op: 'assign', location, expression: expressions.expression(written.expr, spot('expr')), at };
    }
    if ('unset' in written) return this.unset(written.unset, spot('unset'), at);
    if ('if' in written) {
      return { op: 'if', branches: written.if.map((branch, index) => this.branch(branch, written, index)), at };
    }
    if ('foreach' in written) return this.foreach(written, spot, at);
    if ('send' in written) return linkSend(expressions, written, at);
    if ('cancel' in written) return linkCancel(expressions, written, at);
    if ('log' in written)
      return { op: 'log', label: written.log, expression: expressions.optional(written, 'expr'), at };
    const capture = expressions.locations(written.capture, spot('capture'));
    const values = expressions.fields(spot('values'), written.values);
    const fields = written.fields ?? null;
    const size = measure(fields, this.limits.snapshotBytes, this.limits.valueDepth);
    return { op: 'effect', type: written.effect, fields, capture, values, size, at };
  }

  private branch(written: CoreBranch, action: Placed, index: number): Branch {
    const spot = this.expressions.findings.spot(action, `if/${index}`);
    return {
      cond: written.cond === undefined ? null : this.expressions.expression(written.cond, spot),
      block: this.block(written.do) ?? [],
      at: spot,
    };
  }

  private unset(path: string, pointer: string, at: string): Action {
    const location = this.expressions.location(path, pointer);
    if (!isSystemName(location.root)) return { op: 'unset', location, at };
    const message = `'${location.root}' belongs to the system and cannot be changed.`;
    this.expressions.report(pointer, 'location-read-only', message);
    return { op: 'fail', code: 'location-read-only', message, at };
  }

  /** An item that is no name is an error of the moment (W3C 4.6), not of the text. */
  private foreach(written: CoreForeach, spot: (member: string) => string, at: string): Action {
    const list = this.expressions.expression(written.foreach, spot('foreach'));
    const block = this.block(written.do) ?? [];
    for (const name of [written.item, written.index]) {
      if (name === undefined || (isDatumName(name) && !isSystemName(name))) continue;
      return { op: 'fail', code: 'name-illegal', message: `'${name.slice(0, 80)}' cannot name a datum.`, at };
    }
    const item = { text: written.item, root: written.item, keys: [] };
    const index = written.index === undefined ? null : { text: written.index, root: written.index, keys: [] };
    return { op: 'foreach', list, item, index, block, at };
  }

  private illegalEvent(name: string, pointer: string, at: string): Action | null {
    if (!isEventName(name)) {
      const message = `'${name}' is no event name.`;
      this.expressions.report(pointer, 'event-malformed', message, 'An event name has no spaces and no *.');
      return { op: 'fail', code: 'event-malformed', message, at };
    }
    if (!isReserved(name)) return null;
    const message = `'${name}' is a name of the kernel's own events.`;
    this.expressions.report(pointer, 'event-reserved', message, 'Begin with another word than done, error, after, op.');
    return { op: 'fail', code: 'event-reserved', message, at };
  }
}

/** Names that begin with `_`, and `event`, are the system's. */
export function isSystemName(name: string): boolean {
  return name.startsWith('_') || name === 'event';
}

function isActions(item: CoreAction | readonly CoreAction[]): item is readonly CoreAction[] {
  return Array.isArray(item);
}

const NO_BLOCKS: readonly Block[] = [];
