import type {
  CoreAction,
  CoreBlocks,
  CoreBranch,
  CoreDoneData,
  CoreEffect,
  CoreForeach,
  Limits,
} from './core-format.ts';
import { isEventName, isReserved } from './descriptor.ts';
import type { ExpressionLinker } from './link-expressions.ts';
import { linkCancel, linkSend } from './link-send.ts';
import { isDatumName } from './location.ts';
import type { Action, Block, Branch, DoneData } from './machine.ts';
import { measure } from './measure.ts';
import { packed } from './own.ts';
import { Place } from './place.ts';
import type { ListName } from './pointer.ts';

/** Compiles actions, reporting those that cannot be read. */
export class ActionLinker {
  readonly expressions: ExpressionLinker;

  private readonly limits: Pick<Limits, 'snapshotBytes' | 'valueDepth'>;

  constructor(expressions: ExpressionLinker, limits: Pick<Limits, 'snapshotBytes' | 'valueDepth'>) {
    this.expressions = expressions;
    this.limits = limits;
  }

  /** The actions in the list `member` of the node at `place`. */
  block(written: readonly CoreAction[] | undefined, place: Place, member: ListName): Block | null {
    if (written === undefined || written.length === 0) return null;
    return written.map((one, index) => this.action(one, place.item(member, index)));
  }

  /** A list among the actions is a block of its own; actions side by side are one. */
  blocks(written: CoreBlocks | undefined, place: Place, member: ListName): readonly Block[] {
    if (written === undefined || written.length === 0) return NO_BLOCKS;
    const blocks: Action[][] = [];
    let open: Action[] | null = null;
    for (let index = 0; index < written.length; index++) {
      const item = written[index];
      if (item === undefined) continue;
      const here = place.item(member, index);
      if (isActions(item)) {
        open = null;
        blocks.push(item.map((one, inside) => this.action(one, `${here}/${inside}`)));
      } else {
        if (open === null) blocks.push((open = []));
        open.push(this.action(item, here));
      }
    }
    return blocks.map(packed);
  }

  doneData(written: CoreDoneData, here: string): DoneData {
    const { findings } = this.expressions;
    const place = Place.of(written, here, findings);
    if (written.content !== undefined && written.params !== undefined) {
      const message = "'content' and 'params' exclude each other.";
      findings.add(place.at, 'donedata-both', message, 'Keep one of them.');
    }
    return {
      content: this.expressions.content(written.content, place, 'content'),
      params: this.expressions.fields(written.params, place, 'params'),
      at: place.at,
    };
  }

  private action(written: CoreAction, here: string): Action {
    const { expressions } = this;
    const place = Place.of(written, here, expressions.findings);
    const { at } = place;
    if ('effect' in written) return this.effect(written, place);
    if ('assign' in written) {
      const location = expressions.location(written.assign, place, 'assign');
      return { op: 'assign', location, expression: expressions.expression(written.expr, place, 'expr'), at };
    }
    if ('if' in written) {
      return { op: 'if', branches: written.if.map((branch, index) => this.branch(branch, place, index)), at };
    }
    if ('unset' in written) return this.unset(written.unset, place);
    if ('raise' in written) {
      const illegal = this.illegalEvent(written.raise, place);
      if (illegal !== null) return illegal;
      const data = written.data === undefined ? null : expressions.fields(written.data, place, 'data');
      return { op: 'raise', event: written.raise, data, at };
    }
    if ('foreach' in written) return this.foreach(written, place);
    if ('send' in written) return linkSend(expressions, written.send, place);
    if ('cancel' in written) return linkCancel(expressions, written.cancel, place);
    return { op: 'log', label: written.log, expression: expressions.optional(written.expr, place, 'expr'), at };
  }

  private effect(written: CoreEffect, place: Place): Action {
    const { snapshotBytes, valueDepth } = this.limits;
    const fields = written.fields ?? null;
    return {
      op: 'effect',
      type: written.effect,
      fields,
      capture: this.expressions.locations(written.capture, place, 'capture'),
      values: this.expressions.fields(written.values, place, 'values'),
      size: measure(fields, snapshotBytes, valueDepth),
      at: place.at,
    };
  }

  private branch(written: CoreBranch, action: Place, index: number): Branch {
    const place = action.itemPlace('if', index);
    return {
      cond: this.expressions.optional(written.cond, action, `if/${index}`),
      block: this.block(written.do, place, 'do') ?? [],
      at: place.at,
    };
  }

  private unset(path: string, place: Place): Action {
    const location = this.expressions.location(path, place, 'unset');
    if (!isSystemName(location.root)) return { op: 'unset', location, at: place.at };
    const message = `'${location.root}' belongs to the system and cannot be changed.`;
    this.expressions.report(place.spot('unset'), 'location-read-only', message);
    return { op: 'fail', code: 'location-read-only', message, at: place.at };
  }

  /** An item that is no name is an error of the moment (W3C 4.6), not of the text. */
  private foreach(written: CoreForeach, place: Place): Action {
    const { at } = place;
    const list = this.expressions.expression(written.foreach, place, 'foreach');
    const block = this.block(written.do, place, 'do') ?? [];
    for (const name of [written.item, written.index]) {
      if (name === undefined || (isDatumName(name) && !isSystemName(name))) continue;
      return { op: 'fail', code: 'name-illegal', message: `'${name.slice(0, 80)}' cannot name a datum.`, at };
    }
    const item = { text: written.item, root: written.item, keys: [] };
    const index = written.index === undefined ? null : { text: written.index, root: written.index, keys: [] };
    return { op: 'foreach', list, item, index, block, at };
  }

  private illegalEvent(name: string, place: Place): Action | null {
    const { at } = place;
    if (!isEventName(name)) {
      const message = `'${name}' is no event name.`;
      this.expressions.report(place.spot('raise'), 'event-malformed', message, 'An event name has no spaces and no *.');
      return { op: 'fail', code: 'event-malformed', message, at };
    }
    if (!isReserved(name)) return null;
    const message = `'${name}' is a name of the kernel's own events.`;
    const fix = 'Begin with another word than done, error, after, op.';
    this.expressions.report(place.spot('raise'), 'event-reserved', message, fix);
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
