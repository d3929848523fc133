import type { Value, ValueMap } from '@parley/expression';
import { weigh } from './evaluate.ts';
import { memberOf, writeLocation } from './location.ts';
import type { Location } from './location.ts';
import { isList, isMap } from './own.ts';
import type { Run } from './run.ts';

/** Why an action could not be carried out. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly at: string;
  /** The send that failed. */
  readonly sendid?: string | undefined;
}

/** Sets a location; the error is W3C's for one that is not there or is read-only. */
export function assign(run: Run, location: Location, value: Value, at: string): Fault | null {
  weigh(run, value, at);
  run.spend(copied(run, location), at);
  const data = writeLocation(run.data, location, value);
  if (data === null)
    return { code: 'no-such-location', message: `'${location.text}' is no place that can be set.`, at };
  run.data = data;
  return null;
}

/** What copying the way to a location costs: the entries of the lists and maps on it. */
export function copied(run: Run, location: Location): number {
  let value: Value | undefined = run.read(location.root);
  let entries = 0;
  for (const key of location.keys) {
    if (isList(value)) entries += value.length;
    else if (isMap(value)) entries += countEntries(value);
    value = memberOf(value, key);
  }
  return entries >> 3;
}

/** Without a list of the keys. */
function countEntries(map: ValueMap): number {
  let count = 0;
  for (const key in map) if (Object.hasOwn(map, key)) count++;
  return count;
}
