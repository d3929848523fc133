import type { ValueMap } from '@parley/expression';
import type { Tables } from './machine.ts';
import type { ChildSnapshot } from './snapshot.ts';

/** Values for data that the machine declares at its top; other names are ignored (W3C 6.4.3). */
export function givenOf({ data, givable }: Tables, input: ValueMap): ValueMap {
  const known = Object.keys(input).filter((name) => givable?.has(name) ?? Object.hasOwn(data, name));
  return Object.fromEntries(known.map((name) => [name, input[name] ?? null]));
}

/** A machine in which nothing has happened yet. */
export function blankSnapshot({ data }: Tables, given: ValueMap): ChildSnapshot {
  return {
    status: 'active',
    configuration: [],
    history: {},
    data: { ...data, ...given },
    timers: [],
    operations: [],
    deferred: [],
  };
}
