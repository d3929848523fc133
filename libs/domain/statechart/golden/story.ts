import type { Value, ValueMap } from '@parley/expression';
import type { CompileOptions, CoreMachine, CoreState, Input } from '../src/index.ts';

/** A machine and what happens to it. */
export interface Story {
  readonly machine: CoreMachine;
  readonly options?: CompileOptions;
  /** Handed over at the start. */
  readonly data?: ValueMap;
  readonly inputs: readonly Given[];
}

/** An event's name, an event with data, a wait, the answer to the open operation of that place, or any input. */
export type Given =
  | string
  | readonly [name: string, data: Value]
  | { readonly wait: number }
  | { readonly answer: number; readonly outcome: 'done' | 'failed' | 'unknown'; readonly value?: Value }
  | Input;

type Sketch = Omit<CoreMachine, 'schema' | 'id'>;

/** A story whose machine leaves out what every machine has. */
export function story(sketch: Sketch, inputs: readonly Given[], more: Omit<Story, 'machine' | 'inputs'> = {}): Story {
  return { machine: { schema: 'core/1', id: 'golden', ...sketch }, inputs, ...more };
}

export type Stories = Readonly<Record<string, Story>>;

/** Tells when it is entered and left. */
export const told = (id: string, more: Partial<CoreState> = {}): CoreState => ({
  id,
  entry: [{ log: `+${id}` }],
  exit: [{ log: `-${id}` }],
  ...more,
});
