export type { ComponentProblem, ComposedMachine, ComposedState, Composition, Include } from './composed-machine.ts';
export { withComponents } from './with-components.ts';
