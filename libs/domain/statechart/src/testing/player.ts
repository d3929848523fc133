import type { Value, ValueMap } from '@parley/expression';
import { activeStates } from '../active.ts';
import { compile } from '../compile.ts';
import type { CompileOptions } from '../compile.ts';
import type { CoreMachine } from '../core-format.ts';
import type { Machine } from '../machine.ts';
import type { At, Effect, Input, Snapshot, Step, TraceRecord } from '../snapshot.ts';
import { start, step } from '../step.ts';

/** A core machine without the parts every test would repeat. */
export type Sketch = Omit<CoreMachine, 'schema' | 'id'> & { readonly id?: string };

export function sketch(machine: Sketch): CoreMachine {
  return { schema: 'core/1', id: 'sketch', ...machine };
}

export function build(machine: Sketch, options?: CompileOptions): Machine {
  const compiled = compile(sketch(machine), options);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 2));
  return compiled.machine;
}

/** Plays one machine through; everything handed to the kernel is frozen to the bottom. */
export class Player {
  readonly machine: Machine;
  now = 1_000;
  last: Step;
  private seq = 1;

  constructor(machine: Machine, data: ValueMap = {}) {
    this.machine = machine;
    this.last = start(machine, freeze(data), this.at());
  }

  get snapshot(): Snapshot {
    return this.last.snapshot;
  }

  get states(): readonly string[] {
    return activeStates(this.machine, this.snapshot);
  }

  get leaves(): readonly string[] {
    return this.snapshot.configuration;
  }

  send(name: string, data?: Value, id?: string): Step {
    return this.give({
      kind: 'event',
      name,
      ...(data === undefined ? {} : { data }),
      ...(id === undefined ? {} : { id }),
    });
  }

  answer(operation: string, outcome: 'done' | 'failed' | 'unknown', value?: Value): Step {
    return this.give({ kind: 'result', operation, outcome, ...(value === undefined ? {} : { value }) });
  }

  wait(ms: number): Step {
    this.now += ms;
    return this.give({ kind: 'time' });
  }

  give(input: Input): Step {
    this.seq++;
    this.last = step(this.machine, freeze(this.snapshot), freeze(input), this.at());
    const { snapshot, effects, settles, failures = [] } = this.last;
    requireJson({ snapshot, effects, settles, failures }, '');
    return this.last;
  }

  private at(): At {
    return freeze({ now: this.now, seed: 'seed', conversation: 'talk', seq: this.seq });
  }
}

export function play(machine: Sketch, data?: ValueMap): Player {
  return new Player(build(machine), data);
}

/** Labels of the `log` effects of a step, with their values where they have one. */
export function logged(step: Step): readonly string[] {
  return step.effects.flatMap((effect) =>
    effect.kind === 'log'
      ? [effect.value === null ? effect.label : `${effect.label}=${JSON.stringify(effect.value)}`]
      : [],
  );
}

export function effectsOf<K extends Effect['kind']>(step: Step, kind: K): readonly (Effect & { readonly kind: K })[] {
  return step.effects.filter((effect): effect is Effect & { readonly kind: K } => effect.kind === kind);
}

export function traced<T extends TraceRecord['type']>(
  step: Step,
  type: T,
): readonly (TraceRecord & { readonly type: T })[] {
  return step.trace.filter((record): record is TraceRecord & { readonly type: T } => record.type === type);
}

/** What is stored and sent is JSON: where nothing is, there is no key either. */
function requireJson(value: unknown, pointer: string): void {
  if (value === undefined) throw new Error(`${pointer} is undefined instead of absent.`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) requireJson(part, `${pointer}/${key}`);
}

export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const key of Reflect.ownKeys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor !== undefined && 'value' in descriptor) freeze(descriptor.value);
  }
  return value;
}
