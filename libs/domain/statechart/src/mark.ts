import type { Value, ValueMap } from '@parley/expression';
import type { StateNode } from './machine.ts';
import type { ChildSession, ExternalEvent, OpenOperation, PendingSend, PendingTimer, Snapshot } from './snapshot.ts';

/** What a macrostep that fails gives back. */
export interface Mark {
  readonly active: readonly StateNode[];
  readonly history: Snapshot['history'];
  readonly data: ValueMap;
  readonly timers: readonly PendingTimer[];
  readonly operations: readonly OpenOperation[];
  readonly deferred: readonly ExternalEvent[];
  readonly sends: readonly PendingSend[];
  readonly children: readonly ChildSession[];
  readonly bound: readonly string[];
  readonly ids: number;
  readonly beginnings: number;
  readonly agenda: number;
  readonly effects: number;
  readonly effectBytes: number;
  readonly transitionsTaken: number;
  readonly output: Value | undefined;
}
