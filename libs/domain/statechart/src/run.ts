import type { Scope, Value, ValueMap } from '@parley/expression';
import type { EntrySource } from './entry-set.ts';
import { LimitHit } from './limits.ts';
import type { Invoke, StateNode, Tables } from './machine.ts';
import { ownValue } from './own.ts';
import type { At, Effect, ExternalEvent, OpenOperation, PendingTimer, Snapshot, TraceRecord } from './snapshot.ts';

/** The event being processed, as `_event` shows it. */
export interface CurrentEvent {
  readonly name: string;
  readonly type: 'platform' | 'internal' | 'external';
  readonly data?: Value | undefined;
  readonly invokeid?: string;
}

/** What a macrostep that fails gives back. */
interface Mark {
  readonly active: readonly StateNode[];
  readonly history: Snapshot['history'];
  readonly data: ValueMap;
  readonly timers: readonly PendingTimer[];
  readonly operations: readonly OpenOperation[];
  readonly deferred: readonly ExternalEvent[];
  readonly effects: number;
  readonly effectBytes: number;
  readonly transitionsTaken: number;
  readonly output: Value | undefined;
}

/** The working state of one step. Lists and maps that came from the snapshot are replaced, never changed in place. */
export class Run implements EntrySource, Scope {
  /** Active states without the root, in document order. */
  active: StateNode[];
  history: Snapshot['history'];
  data: ValueMap;
  timers: readonly PendingTimer[];
  operations: readonly OpenOperation[];
  deferred: readonly ExternalEvent[];
  output: Value | undefined;
  done = false;

  readonly effects: Effect[] = [];
  effectBytes = 0;
  readonly trace: TraceRecord[] | null;
  transitionsTaken = 0;

  event: CurrentEvent | null = null;
  /** While a fired timer's transition is taken: it names no events, yet is not eventless. */
  isTimed = false;
  queue: CurrentEvent[] = [];
  /** States entered in this macrostep whose work outside has not begun. */
  toInvoke: StateNode[] = [];
  readonly fuel: { left: number };

  readonly tables: Tables;
  readonly name: string;
  readonly at: At;

  constructor(tables: Tables, name: string, snapshot: Snapshot, at: At, trace: TraceRecord[] | null) {
    this.tables = tables;
    this.name = name;
    this.at = at;
    this.trace = trace;
    this.active = activeNodes(tables, snapshot.configuration);
    this.history = snapshot.history;
    this.data = snapshot.data;
    this.timers = snapshot.timers;
    this.operations = snapshot.operations;
    this.deferred = snapshot.deferred;
    this.fuel = { left: tables.limits.fuel };
  }

  /** Everything costs: what a machine does in one macrostep is bounded whatever it is made of. */
  spend(amount: number, at: string): void {
    this.fuel.left -= amount;
    if (this.fuel.left < 0) throw new LimitHit('limit-fuel', at, 'This step does more work than is allowed.');
  }

  raise(event: CurrentEvent, at: string): void {
    if (this.queue.length >= this.tables.limits.internalQueue) {
      throw new LimitHit('limit-internal-queue', at, 'More internal events wait than are allowed.');
    }
    this.queue.push(event);
  }

  raiseError(code: string, message: string, at: string): void {
    this.raise({ name: 'error.execution', type: 'platform', data: { code, message, at } }, at);
  }

  addEffect(effect: Effect, bytes: number, at: string): void {
    this.effectBytes += bytes;
    if (this.effectBytes > this.tables.limits.effectBytes) {
      throw new LimitHit('limit-effect-bytes', at, 'The effects of this step are larger than is allowed.');
    }
    this.effects.push(effect);
  }

  /** The id of the operation that the next effect asks for. */
  nextOperation(): string {
    return `${this.at.conversation}:${this.at.seq}:${(this.at.firstIndex ?? 0) + this.effects.length}`;
  }

  openOperation(state: StateNode, invoke: Invoke): string {
    if (this.operations.length >= this.tables.limits.operations) {
      throw new LimitHit('limit-operations', invoke.at, 'More operations are open than are allowed.');
    }
    const operation = this.nextOperation();
    this.operations = [...this.operations, { operation, invoke: invoke.id, state: state.id }];
    return operation;
  }

  isActive(node: StateNode): boolean {
    return this.active[this.placeOf(node)] === node;
  }

  activate(node: StateNode): void {
    this.active.splice(this.placeOf(node), 0, node);
  }

  deactivate(node: StateNode): void {
    this.active.splice(this.placeOf(node), 1);
  }

  /** Adds the active states inside one, in document order. */
  collectInside(node: StateNode, inside: StateNode[]): StateNode[] {
    for (let place = node.parent === null ? 0 : this.placeOf(node); place < this.active.length; place++) {
      const other = this.active[place];
      if (other === undefined || other.order > node.last) break;
      if (other !== node) inside.push(other);
    }
    return inside;
  }

  /** What an expression sees: the data and the system's own names, as they are at this moment. */
  read(name: string): Value | undefined {
    switch (name) {
      case '_event':
        return this.event === null ? undefined : eventValue(this.event);
      case 'event':
        return this.event?.data;
      case '_now':
        return this.at.now;
      case '_name':
        return this.name;
      case '_sessionid':
        return this.at.conversation;
      default:
        return ownValue(this.data, name);
    }
  }

  isIn(id: string): boolean {
    const node = this.tables.byId.get(id);
    return node !== undefined && this.isActive(node);
  }

  recorded(history: StateNode): readonly StateNode[] | undefined {
    return ownValue(this.history, history.id)?.flatMap((id) => this.tables.byId.get(id) ?? []);
  }

  /** Where a history state leads now: what was recorded, else its default. */
  leadsTo(history: StateNode): readonly StateNode[] {
    return this.recorded(history) ?? history.initial?.targets ?? [];
  }

  mark(): Mark {
    return {
      active: this.active.slice(),
      history: this.history,
      data: this.data,
      timers: this.timers,
      operations: this.operations,
      deferred: this.deferred,
      effects: this.effects.length,
      effectBytes: this.effectBytes,
      transitionsTaken: this.transitionsTaken,
      output: this.output,
    };
  }

  undo(mark: Mark): void {
    this.active = mark.active.slice();
    this.history = mark.history;
    this.data = mark.data;
    this.timers = mark.timers;
    this.operations = mark.operations;
    this.deferred = mark.deferred;
    this.effectBytes = mark.effectBytes;
    this.transitionsTaken = mark.transitionsTaken;
    this.output = mark.output;
    this.effects.length = mark.effects;
    this.queue = [];
    this.toInvoke = [];
    this.done = false;
  }

  /** Where a state stands, or would stand, among the active ones. */
  private placeOf(node: StateNode): number {
    let low = 0;
    let high = this.active.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.active[middle]?.order ?? 0) < node.order) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function eventValue({ name, type, data, invokeid }: CurrentEvent): Value {
  return {
    name,
    type,
    ...(data === undefined ? {} : { data }),
    ...(invokeid === undefined ? {} : { invokeid }),
  };
}

/** All active states in document order, from the active atomic ones. */
export function activeNodes(tables: Tables, configuration: readonly string[]): StateNode[] {
  const nodes: StateNode[] = [];
  let before = 0;
  for (const id of configuration) {
    const leaf = tables.byId.get(id);
    if (leaf === undefined)
      throw new Error(`The snapshot names '${id}', which is no state of this machine: restore it first.`);
    const place = nodes.length;
    // An ancestor that stands before the last leaf in document order holds it too, and is in the list already.
    for (let node = leaf; node.order > before; node = node.parent) {
      nodes.push(node);
      if (node.parent === null) break;
    }
    reverseFrom(nodes, place);
    before = leaf.order;
  }
  return nodes;
}

function reverseFrom(nodes: StateNode[], start: number): void {
  for (let low = start, high = nodes.length - 1; low < high; low++, high--) {
    const one = nodes[low];
    const other = nodes[high];
    if (one === undefined || other === undefined) return;
    nodes[low] = other;
    nodes[high] = one;
  }
}
