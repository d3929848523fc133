import type { Value } from '@parley/expression';
import { compile, restore, start, step } from '../src/index.ts';
import type { At, CoreMachine, CoreState, Input, Limits, Machine, Problem, Snapshot, Step } from '../src/index.ts';

/**
 * One hostile thing and what must become of it. `prepare` makes it; what it answers does the kernel's work, and only that
 * is measured. The verdict is exact: code and pointer of the first problem, or where the machine came to rest.
 */
export interface HostileCase {
  readonly name: string;
  readonly prepare: () => () => string;
  readonly must: string;
}

/** A machine without the parts that every case would repeat. */
export type Sketch = Omit<CoreMachine, 'schema' | 'id' | 'limits'> & { readonly limits?: Partial<Limits> };

export const AT: At = { now: 1_000, seed: 'seed', conversation: 'talk', seq: 1 };

export function machineOf(sketch: Sketch): CoreMachine {
  return { schema: 'core/1', id: 'hostile', ...sketch };
}

export function textOf(sketch: Sketch): string {
  return JSON.stringify(machineOf(sketch));
}

/** A text (or an object) is loaded. */
export function loads(name: string, make: () => string | CoreMachine, must: string): HostileCase {
  return {
    name,
    must,
    prepare: () => {
      const source = make();
      return () => {
        const result = compile(source);
        return result.ok ? 'loaded' : sayProblems(result.problems);
      };
    },
  };
}

/** A machine is loaded, started and given inputs; the last step tells. */
export function plays(name: string, make: () => Sketch, inputs: readonly Given[], must: string): HostileCase {
  return {
    name,
    must,
    prepare: () => {
      const text = textOf(make());
      return () => {
        const result = compile(text, { identity: 'hostile' });
        return result.ok ? sayStep(playThrough(result.machine, inputs)) : sayProblems(result.problems);
      };
    },
  };
}

/** A stored snapshot comes back; if it does, the machine takes the inputs. */
export function restores(
  name: string,
  make: () => { readonly machine: Machine; readonly stored: string | Uint8Array },
  must: string,
  inputs: readonly Given[] = [],
): HostileCase {
  return {
    name,
    must,
    prepare: () => {
      const { machine, stored } = make();
      return () => {
        const result = restore(machine, stored);
        if (!result.ok) return sayProblems(result.problems);
        return inputs.length === 0 ? 'restored' : sayStep(give(machine, result.snapshot, inputs));
      };
    },
  };
}

/** An input in short: an event's name, an event with data, or any input. */
export type Given = string | readonly [name: string, data: Value] | Input;

export function playThrough(machine: Machine, inputs: readonly Given[]): Step {
  const first = start(machine, {}, AT);
  return inputs.length === 0 ? first : give(machine, first.snapshot, inputs);
}

function give(machine: Machine, from: Snapshot, inputs: readonly Given[]): Step {
  let last: Step | undefined;
  let snapshot = from;
  inputs.forEach((given, index) => {
    last = step(machine, snapshot, inputOf(given), { ...AT, seq: index + 2, now: AT.now + index });
    snapshot = last.snapshot;
  });
  if (last === undefined) throw new Error('No input was given.');
  return last;
}

function inputOf(given: Given): Input {
  if (typeof given === 'string') return { kind: 'event', name: given };
  return 'kind' in given ? given : { kind: 'event', name: given[0], data: given[1] };
}

export function sayStep({ outcome, refusal, failure, failures = [], snapshot }: Step): string {
  const why = refusal ?? (failure === undefined ? '' : `${failure.code} ${failure.at}`.trim());
  if (failure !== undefined) checkSentence(failure.message);
  const leaves = snapshot.configuration;
  const where = leaves.length > 3 ? `${leaves.length} states` : leaves.join(' ');
  const [dropped] = failures;
  const more = failures.length > 1 ? ` +${failures.length - 1}` : '';
  const but = failure !== undefined || dropped === undefined ? '' : `but ${dropped.code} of ${dropped.event}${more}`;
  return [outcome, why, 'in', where === '' ? 'nothing' : where, but].filter((word) => word !== '').join(' ');
}

function sayProblems(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first === undefined) throw new Error('Refused without a problem.');
  for (const { message } of problems) checkSentence(message);
  const more = problems.length > 1 ? ` +${problems.length - 1}` : '';
  return `refused ${first.code} ${first.pointer}`.trim() + more;
}

/** Whoever wrote the thing must be able to read why it was refused. */
function checkSentence(message: string): void {
  if (!/^\S.*\s.*[.)]$/su.test(message) || message.length > 600) throw new Error(`No sentence: “${message}”.`);
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** States inside each other, made from the inside: nothing here recurses. */
export function nest(
  depth: number,
  wrap: (inner: CoreState, level: number) => CoreState,
  innermost: CoreState,
): CoreState {
  let state = innermost;
  for (let level = depth - 1; level > 0; level -= 1) state = wrap(state, level);
  return state;
}
