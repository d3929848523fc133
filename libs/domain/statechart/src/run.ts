import type { Scope, Value, ValueMap } from '@parley/expression';
import { insertInOrder, placeOf, removeInOrder } from './active-list.ts';
import { activeNodes } from './active-nodes.ts';
import { eventValue } from './current-event.ts';
import type { CurrentEvent, Delivery } from './current-event.ts';
import type { EntrySource } from './entry-set.ts';
import { LimitHit } from './limits.ts';
import type { StateNode, Tables } from './machine.ts';
import { loadOf } from './load.ts';
import type { Load } from './load.ts';
import type { Mark } from './mark.ts';
import { ownValue } from './own.ts';
import { processorsOf } from './processors.ts';
import type {
  At,
  ChildSession,
  ChildSnapshot,
  Effect,
  ExternalEvent,
  OpenOperation,
  PendingSend,
  PendingTimer,
  Snapshot,
  TraceRecord,
} from './snapshot.ts';

/** How a child's run hangs together with its parent's. */
export interface Bond {
  readonly parent: Run;
  readonly session: string;
  readonly parentSession: string;
  readonly invoke: string;
  /** Timers, sends, operations and children of all other sessions. */
  readonly elsewhere: Load;
  /** What it does while it is cancelled is not for its parent. */
  readonly isCancelled: boolean;
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
  sends: readonly PendingSend[];
  children: readonly ChildSession[];
  bound: readonly string[];
  output: Value | undefined;
  done = false;

  /** The run of the outermost machine: it holds what all sessions share. */
  readonly root: Run;
  /** Of a child machine. */
  readonly bond: Bond | null;
  readonly session: string;
  /** Shared, on the root: ids made up so far, children that begin, and external events in the order they were sent. */
  ids: number;
  beginnings: Delivery[] | null = null;
  agenda: Delivery[] | null = null;
  /** Whether a macrostep has fuel of its own; what follows from it shares the rest. */
  refuels: boolean;

  readonly effects: Effect[];
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

  constructor(
    program: { readonly id: string; readonly tables: Tables },
    snapshot: Stored,
    at: At,
    trace: TraceRecord[] | null,
    bond: Bond | null = null,
  ) {
    this.tables = program.tables;
    this.name = program.id;
    this.at = at;
    this.trace = trace;
    this.active = activeNodes(this.tables, snapshot.configuration);
    this.history = snapshot.history;
    this.data = snapshot.data;
    this.timers = snapshot.timers;
    this.operations = snapshot.operations;
    this.deferred = snapshot.deferred;
    this.sends = snapshot.sends ?? NOTHING;
    this.children = snapshot.children ?? NOTHING;
    this.bound = snapshot.bound ?? NOTHING;
    this.ids = snapshot.ids ?? 0;
    this.bond = bond;
    this.root = bond?.parent.root ?? this;
    this.session = bond?.session ?? at.conversation;
    this.refuels = bond === null;
    this.effects = bond?.parent.effects ?? [];
    this.fuel = bond?.parent.fuel ?? { left: this.tables.limits.fuel };
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

  raiseError(code: string, message: string, at: string, sendid?: string): void {
    this.raise({ name: 'error.execution', type: 'platform', data: { code, message, at }, sendid }, at);
  }

  addEffect(effect: Effect, bytes: number, at: string): void {
    const { root } = this;
    root.effectBytes += bytes;
    if (root.effectBytes > root.tables.limits.effectBytes) {
      throw new LimitHit('limit-effect-bytes', at, 'The effects of this step are larger than is allowed.');
    }
    this.effects.push(this.bond === null ? effect : { ...effect, session: this.session });
  }

  /** Puts an event into the external queue of a session. */
  post(delivery: Delivery, at: string): void {
    const { root } = this;
    const agenda = (root.agenda ??= []);
    if (agenda.length >= root.tables.limits.internalQueue) {
      throw new LimitHit('limit-external-queue', at, 'More events wait to be delivered than are allowed.');
    }
    agenda.push(delivery);
  }

  /** A number that no id of this machine or its children had before. */
  makeNumber(): number {
    return ++this.root.ids;
  }

  /** The id of the operation that the next effect asks for. */
  nextOperation(): string {
    return `${this.at.conversation}:${this.at.seq}:${(this.at.firstIndex ?? 0) + this.effects.length}`;
  }

  /** Refuses one more of a kind that is limited for all sessions together; `own` are those of this session (its children are counted here). */
  checkLoad(kind: keyof Load, own: number, at: string, message: string): void {
    const inside = this.children.length === 0 ? 0 : loadOf(this.children)[kind];
    if (own + inside + (this.bond?.elsewhere[kind] ?? 0) < this.root.tables.limits[kind]) return;
    throw new LimitHit(`limit-${kind}`, at, message);
  }

  openOperation(state: StateNode, id: string, at: string): string {
    this.checkLoad('operations', this.operations.length, at, 'More operations are open than are allowed.');
    const operation = this.nextOperation();
    this.operations = [...this.operations, { operation, invoke: id, state: state.id }];
    return operation;
  }

  isActive(node: StateNode): boolean {
    return this.active[placeOf(this.active, node)] === node;
  }

  activate(node: StateNode): void {
    insertInOrder(this.active, node);
  }

  deactivate(node: StateNode): void {
    removeInOrder(this.active, node);
  }

  /** Adds the active states inside one, in document order. */
  collectInside(node: StateNode, inside: StateNode[]): StateNode[] {
    for (let place = node.parent === null ? 0 : placeOf(this.active, node); place < this.active.length; place++) {
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
        return this.event === null ? undefined : (this.event.data ?? null);
      case '_now':
        return this.at.now;
      case '_name':
        return this.name;
      case '_sessionid':
        return this.session;
      case '_ioprocessors':
        return processorsOf(this.session);
      default:
        return ownValue(this.data, name);
    }
  }

  isIn(id: string): boolean {
    const node = this.tables.byId.get(id);
    return node !== undefined && this.isActive(node);
  }

  recorded(history: StateNode): readonly StateNode[] | undefined {
    const ids = ownValue(this.history, history.id);
    if (ids === undefined) return undefined;
    const nodes: StateNode[] = [];
    for (const id of ids) {
      const node = this.tables.byId.get(id);
      if (node !== undefined) nodes.push(node);
    }
    return nodes;
  }

  /** Where a history state leads now: what was recorded, else its default. */
  leadsTo(history: StateNode): readonly StateNode[] {
    return this.recorded(history) ?? history.initial?.targets ?? [];
  }

  mark(): Mark {
    const { root } = this;
    return {
      active: this.active.slice(),
      history: this.history,
      data: this.data,
      timers: this.timers,
      operations: this.operations,
      deferred: this.deferred,
      sends: this.sends,
      children: this.children,
      bound: this.bound,
      ids: root.ids,
      beginnings: root.beginnings?.length ?? 0,
      agenda: root.agenda?.length ?? 0,
      effects: this.effects.length,
      effectBytes: root.effectBytes,
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
    this.sends = mark.sends;
    this.children = mark.children;
    this.bound = mark.bound;
    const { root } = this;
    root.ids = mark.ids;
    // While it ran, events were only added.
    if (root.beginnings !== null) root.beginnings.length = mark.beginnings;
    if (root.agenda !== null) root.agenda.length = mark.agenda;
    root.effectBytes = mark.effectBytes;
    this.transitionsTaken = mark.transitionsTaken;
    this.output = mark.output;
    this.effects.length = mark.effects;
    this.queue = [];
    this.toInvoke = [];
    this.done = false;
  }
}

const NOTHING: readonly never[] = [];

/** A snapshot as it is stored, of the outermost machine or of a child. */
type Stored = ChildSnapshot & { readonly ids?: number };
