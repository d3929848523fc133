import type { CoreMachine, CoreState } from '../core-format.ts';

type Children = Pick<CoreMachine, 'states'> | Pick<CoreState, 'states' | 'type'>;

/**
 * What W3C SCXML 3.11 says of a legal configuration, sentence by sentence, from the machine as it is written: it shares
 * nothing with the kernel. Answers the sentences that do not hold.
 */
export function faultsOfConfiguration(
  machine: Pick<CoreMachine, 'states'>,
  active: ReadonlySet<string>,
): readonly string[] {
  const faults: string[] = [];
  const activeIn = (parent: Children): readonly CoreState[] => realStates(parent).filter(({ id }) => active.has(id));

  if (activeIn(machine).length !== 1) faults.push('It contains exactly one child of the document.');
  const all = allStates(machine);
  if (!all.some((state) => active.has(state.id) && isAtomic(state)))
    faults.push('It contains one or more atomic states.');
  for (const state of all) {
    const inside = activeIn(state);
    if (!active.has(state.id) && inside.length > 0)
      faults.push(`When it contains ${inside[0]?.id ?? ''}, it contains its ancestor ${state.id}.`);
    if (!active.has(state.id) || isAtomic(state)) continue;
    if (state.type === 'parallel' && inside.length !== realStates(state).length)
      faults.push(`With the parallel state ${state.id} it contains all its children.`);
    if (state.type !== 'parallel' && inside.length !== 1)
      faults.push(`With the state ${state.id} it contains one and only one of its children.`);
  }
  const known = new Set(all.map(({ id }) => id));
  for (const id of active) if (!known.has(id)) faults.push(`${id} is a state of this machine.`);
  return faults;
}

/** These and all states around them. */
export function withAncestors(machine: Pick<CoreMachine, 'states'>, leaves: readonly string[]): ReadonlySet<string> {
  const active = new Set(leaves);
  const visit = (parent: Children): boolean =>
    (parent.states ?? []).reduce((any, state) => {
      const holds = visit(state) || active.has(state.id);
      if (holds) active.add(state.id);
      return any || holds;
    }, false);
  visit(machine);
  return active;
}

function allStates(parent: Children): readonly CoreState[] {
  return realStates(parent).flatMap((state) => [state, ...allStates(state)]);
}

/** History states are none: "pseudo-states". */
function realStates({ states = [] }: Children): readonly CoreState[] {
  return states.filter(({ type }) => type !== 'history');
}

function isAtomic(state: CoreState): boolean {
  return realStates(state).length === 0;
}
