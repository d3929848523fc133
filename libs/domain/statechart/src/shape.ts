import type { Value } from '@parley/expression';
import { type Findings, pointerStep } from './findings.ts';
import { putEntry } from './own.ts';

/**
 * Reads one JSON value of a known shape. What does not fit is reported and left out, so that the checks that follow see
 * the rest of the text and can report its faults too.
 */
export type Reader<T> = (json: unknown, pointer: string, findings: Findings) => T | undefined;

type Fields<T> = { readonly [K in keyof T]-?: Reader<Exclude<T[K], undefined>> };

export function text(maxLength: number): Reader<string> {
  return (json, pointer, findings) => {
    if (typeof json !== 'string') return wrongType(json, 'a text', pointer, findings);
    if (json.length > maxLength) {
      findings.add(pointer, 'text-too-long', `This text has ${json.length} characters; ${maxLength} are allowed.`);
      return undefined;
    }
    if (/\p{Surrogate}/u.test(json)) {
      findings.add(pointer, 'text-malformed', 'This text holds half of a character (a lone surrogate).');
      return undefined;
    }
    return json;
  };
}

export function name(maxLength: number): Reader<string> {
  const read = text(maxLength);
  return (json, pointer, findings) => {
    if (json === '') {
      findings.add(pointer, 'name-empty', 'A name cannot be empty.');
      return undefined;
    }
    return read(json, pointer, findings);
  };
}

export const flag: Reader<boolean> = (json, pointer, findings) =>
  typeof json === 'boolean' ? json : wrongType(json, 'true or false', pointer, findings);

/** A whole number of at least `least`. */
export function whole(least: number): Reader<number> {
  return (json, pointer, findings) => {
    if (typeof json === 'number' && Number.isSafeInteger(json) && json >= least) return json;
    return wrongType(json, `a whole number from ${least} up`, pointer, findings);
  };
}

export function oneOf<T extends string>(...values: readonly T[]): Reader<T> {
  return (json, pointer, findings) => {
    const found = values.find((value) => value === json);
    return found ?? wrongType(json, `one of ${values.join(', ')}`, pointer, findings);
  };
}

/** Any JSON; its depth was bounded before. */
export const anything: Reader<Value> = (json) => json as Value;

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (json, pointer, findings) => {
    if (!Array.isArray(json)) return wrongType(json, 'a list', pointer, findings);
    const items: T[] = [];
    for (const [index, entry] of json.entries()) {
      if (findings.isFull) break;
      const value = item(entry, `${pointer}/${index}`, findings);
      if (value !== undefined) items.push(value);
    }
    return items;
  };
}

export function oneOrMany<T>(item: Reader<T>): Reader<T | readonly T[]> {
  const many = list(item);
  return (json, pointer, findings) => (Array.isArray(json) ? many : item)(json, pointer, findings);
}

export function mapOf<T>(item: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (json, pointer, findings) => {
    if (!isObject(json)) return wrongType(json, 'an object', pointer, findings);
    const entries: Record<string, T> = {};
    for (const key of Object.keys(json)) {
      const value = item(json[key], `${pointer}/${pointerStep(key)}`, findings);
      if (value !== undefined) putEntry(entries, key, value);
    }
    return entries;
  };
}

/** An object of known keys. Every object that may carry `at` gets one: the author's, or its own pointer. */
export function object<T extends object>(fields: Fields<T>, required: readonly (keyof T & string)[]): Reader<T> {
  const readers = new Map<string, Reader<unknown>>(Object.entries(fields));
  const carriesPointer = readers.has('at');
  return (json, pointer, findings) => {
    if (!isObject(json)) return wrongType(json, 'an object', pointer, findings);
    const keys = Object.keys(json);
    // With more keys than are known it cannot be right, and need not be copied.
    const read: Record<string, unknown> = keys.length <= readers.size ? { ...json } : {};
    let isWhole = true;
    for (const key of keys) {
      const written = json[key];
      if (written === undefined) continue;
      if (findings.isFull) break;
      const reader = readers.get(key);
      if (reader === undefined) unknownKey(key, readers, pointer, findings);
      else {
        const value = reader(written, `${pointer}/${key}`, findings);
        if (value !== read[key]) read[key] = value;
      }
    }
    for (const key of required) {
      if (!Object.hasOwn(json, key) || json[key] === undefined) {
        findings.add(pointer, 'key-missing', `'${key}' is missing.`, `Add '${key}'.`);
      }
      isWhole &&= read[key] !== undefined;
    }
    if (!isWhole) return undefined;
    if (typeof read['at'] === 'string') findings.markAuthored(read);
    else if (carriesPointer) read['at'] = pointer;
    return read as T;
  };
}

function unknownKey(key: string, readers: ReadonlyMap<string, unknown>, pointer: string, findings: Findings): void {
  const known = [...readers.keys()].join(', ');
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
