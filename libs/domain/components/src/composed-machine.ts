import type { CoreMachine, CoreState } from '@parley/statechart';

/** A machine of the core format in which states may stand for whole machines. */
export type ComposedMachine = Omit<CoreMachine, 'states'> & { readonly states: readonly ComposedState[] };

export type ComposedState = (Omit<CoreState, 'states'> & { readonly states?: readonly ComposedState[] }) | Include;

/**
 * A component in the place of a state: its states come inside, their ids behind `<id>.`, its data roots behind `<id>_`. What the host
 * adds (`entry`, `exit`, `transitions`, …) is tried before what the component does as a whole.
 */
export type Include = Pick<CoreState, 'id' | 'entry' | 'exit' | 'transitions' | 'after' | 'at'> & {
  /** Name of the component. */
  readonly include: string;
  /** What the component's events are called here; those that are not named keep their name. */
  readonly events?: Readonly<Record<string, string>>;
};

export type Composition =
  | { readonly ok: true; readonly core: CoreMachine }
  | { readonly ok: false; readonly problems: readonly ComponentProblem[] };

export interface ComponentProblem {
  /** JSON pointer to the include. */
  readonly pointer: string;
  readonly code: 'component-unknown' | 'include-name' | 'component-machines' | 'data-duplicate';
  readonly message: string;
  readonly fix: string;
}
