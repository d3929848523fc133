import type { Value } from '@parley/expression';
import { type Findings, pointerStep } from './findings.ts';
import { putEntry } from './own.ts';

/**
 * Reads one JSON value of a known shape. What does not fit is reported and left out, so that the checks that follow see
 * the rest of the text and can report its faults too. The value stands at `pointer` + `step` (`/key`, or nothing): put together
 * only where it is needed, for most values are neither wrong nor hold others.
 */
export type Reader<T> = (json: unknown, pointer: string, findings: Findings, step: string) => T | undefined;

type Fields<T> = { readonly [K in keyof T]-?: Reader<Exclude<T[K], undefined>> };

export function text(maxLength: number): Reader<string> {
  return (json, pointer, findings, step) => {
    if (typeof json !== 'string') return wrongType(json, 'a text', pointer + step, findings);
    if (json.length > maxLength) {
      findings.add(
        pointer + step,
        'text-too-long',
        `This text has ${json.length} characters; ${maxLength} are allowed.`,
      );
      return undefined;
    }
    if (/\p{Surrogate}/u.test(json)) {
      findings.add(pointer + step, 'text-malformed', 'This text holds half of a character (a lone surrogate).');
      return undefined;
    }
    return json;
  };
}

export function name(maxLength: number): Reader<string> {
  const read = text(maxLength);
  return (json, pointer, findings, step) => {
    if (json === '') {
      findings.add(pointer + step, 'name-empty', 'A name cannot be empty.');
      return undefined;
    }
    return read(json, pointer, findings, step);
  };
}

export const flag: Reader<boolean> = (json, pointer, findings, step) =>
  typeof json === 'boolean' ? json : wrongType(json, 'true or false', pointer + step, findings);

/** A whole number of at least `least`. */
export function whole(least: number): Reader<number> {
  return (json, pointer, findings, step) => {
    if (typeof json === 'number' && Number.isSafeInteger(json) && json >= least) return json;
    return wrongType(json, `a whole number from ${least} up`, pointer + step, findings);
  };
}

export function oneOf<T extends string>(...values: readonly T[]): Reader<T> {
  return (json, pointer, findings, step) => {
    const found = values.find((value) => value === json);
    return found ?? wrongType(json, `one of ${values.join(', ')}`, pointer + step, findings);
  };
}

/** Any JSON; its depth was bounded before. */
export const anything: Reader<Value> = (json) => json as Value;

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (json, pointer, findings, step) => {
    if (!Array.isArray(json)) return wrongType(json, 'a list', pointer + step, findings);
    const places = PLACES.get(step);
    const items: T[] = [];
    for (let index = 0; index < json.length && !findings.isFull; index++) {
      const value = item(json[index], pointer, findings, places?.[index] ?? `${step}/${index}`);
      if (value !== undefined) items.push(value);
    }
    return items;
  };
}

/** The first places in the lists that the format knows, as steps of a pointer: made once, and shared by all machines. */
const PLACES = new Map<string, readonly string[]>();

function addPlaces(step: string): void {
  if (!PLACES.has(step))
    PLACES.set(
      step,
      Array.from({ length: 16 }, (_, index) => `${step}/${index}`),
    );
}

export function oneOrMany<T>(item: Reader<T>): Reader<T | readonly T[]> {
  const many = list(item);
  return (json, pointer, findings, step) => (Array.isArray(json) ? many : item)(json, pointer, findings, step);
}

export function mapOf<T>(item: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (json, pointer, findings, step) => {
    const here = pointer + step;
    if (!isObject(json)) return wrongType(json, 'an object', here, findings);
    const entries: Record<string, T> = {};
    for (const key of Object.keys(json)) {
      const value = item(json[key], here, findings, `/${pointerStep(key)}`);
      if (value !== undefined) putEntry(entries, key, value);
    }
    return entries;
  };
}

/** An object of known keys. Every object that may carry `at` gets one: the author's, or its own pointer. */
export function object<T extends object>(fields: Fields<T>, required: readonly (keyof T & string)[]): Reader<T> {
  const members = new Map<string, Member>();
  for (const [key, reader] of Object.entries<Reader<unknown>>(fields)) {
    members.set(key, { reader, step: `/${key}` });
    addPlaces(`/${key}`);
  }
  const carriesPointer = members.has('at');
  return (json, pointer, findings, step) => {
    const here = pointer + step;
    if (!isObject(json)) return wrongType(json, 'an object', here, findings);
    const keys = Object.keys(json);
    // With more keys than are known it cannot be right, and need not be copied.
    const read: Record<string, unknown> = keys.length <= members.size ? { ...json } : {};
    let isWhole = true;
    for (const key of keys) {
      const written = json[key];
      if (written === undefined) continue;
      if (findings.isFull) break;
      const member = members.get(key);
      if (member === undefined) unknownKey(key, members, here, findings);
      else {
        const value = member.reader(written, here, findings, member.step);
        if (value !== read[key]) read[key] = value;
      }
    }
    for (const key of required) {
      if (!Object.hasOwn(json, key) || json[key] === undefined) {
        findings.add(here, 'key-missing', `'${key}' is missing.`, `Add '${key}'.`);
      }
      isWhole &&= read[key] !== undefined;
    }
    if (!isWhole) return undefined;
    if (typeof read['at'] === 'string') findings.markAuthored(read);
    else if (carriesPointer) read['at'] = here;
    return read as T;
  };
}

interface Member {
  readonly reader: Reader<unknown>;
  readonly step: string;
}

function unknownKey(key: string, members: ReadonlyMap<string, unknown>, pointer: string, findings: Findings): void {
  const known = [...members.keys()].join(', ');
  const message = `'${key.slice(0, 80)}' is not a key here.`;
  findings.add(`${pointer}/${pointerStep(key)}`, 'key-unknown', message, `The keys here are: ${known}.`);
}

export function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

export function wrongType(json: unknown, wanted: string, pointer: string, findings: Findings): undefined {
  const kind = json === null ? 'null' : Array.isArray(json) ? 'a list' : typeof json;
  const found = typeof json === 'string' ? `'${json.slice(0, 40)}'` : typeof json === 'number' ? String(json) : kind;
  findings.add(pointer, 'type-wrong', `Wanted ${wanted}, found ${found}.`);
  return undefined;
}
