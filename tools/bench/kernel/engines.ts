import type { Value } from '@parley/expression';
import { activeStates, restore, start, step } from '@parley/statechart';
import type { At, Input, Machine, Snapshot } from '@parley/statechart';
import { createActor, initialTransition, transition } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { BankInput } from './bank.ts';

/** One engine driven through the same inputs, in memory or by way of stored text. */
export interface Engine<S> {
  readonly begin: () => S;
  readonly advance: (snapshot: S, input: BankInput, place: number) => S;
  readonly store: (snapshot: S) => string;
  readonly load: (text: string) => S;
  /** Ids of the active states, sorted, and the data: what both engines must agree on. */
  readonly view: (snapshot: S) => { readonly states: readonly string[]; readonly data: Value };
}

export function ours(machine: Machine): Engine<Snapshot> {
  return {
    begin: () => start(machine, {}, atPlace(-1)).snapshot,
    advance: (snapshot, input, place) => step(machine, snapshot, inputFor(snapshot, input), atPlace(place)).snapshot,
    store: (snapshot) => JSON.stringify(snapshot),
    load: (text) => {
      const restored = restore(machine, text);
      if (!restored.ok) throw new Error(JSON.stringify(restored.problems));
      return restored.snapshot;
    },
    view: (snapshot) => ({ states: [...activeStates(machine, snapshot)].sort(), data: snapshot.data }),
  };
}

function inputFor(snapshot: Snapshot, input: BankInput): Input {
  if (input.kind === 'event') return input;
  const operation = snapshot.operations[0]?.operation ?? '';
  return { kind: 'result', operation, outcome: 'done', value: input.value };
}

function atPlace(place: number): At {
  return { now: nowAt(place), seed: 'seed', conversation: 'talk', seq: place + 2 };
}

function nowAt(place: number): number {
  return 2_000 + place;
}

/**
 * XState through its pure functions. Its documented way back from a persisted snapshot is an actor made with it and
 * never started.
 */
export function peer(machine: AnyStateMachine): Engine<AnyMachineSnapshot> {
  return {
    begin: () => initialTransition(machine)[0],
    advance: (snapshot, input, place) => transition(machine, snapshot, peerInput(input, place))[0],
    store: (snapshot) => JSON.stringify(machine.getPersistedSnapshot(snapshot)),
    load: (text) => createActor(machine, { snapshot: JSON.parse(text) }).getSnapshot(),
    view: (snapshot) => ({
      states: snapshot._nodes
        .map(({ id }) => id)
        .filter((id) => id !== machine.id)
        .sort(),
      data: snapshot.context as Value,
    }),
  };
}

function peerInput(input: BankInput, place: number): { type: string; [key: string]: unknown } {
  return input.kind === 'event'
    ? { type: input.name, data: input.data, now: nowAt(place) }
    : { type: 'xstate.done.actor.execute', output: input.value, now: nowAt(place) };
}
