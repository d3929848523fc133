import type { Value } from '@parley/expression';
import type { Findings } from './findings.ts';
import type { FlatCopy } from './flat-copy.ts';
import { putEntry } from './own.ts';
import { pointerStep } from './pointer.ts';

/**
 * What a JSON value may be. Nearly every text fits, which is answered without pointers or reports, and copied in the same walk;
 * only where it does not, or its copy is spoilt, it is read once more to say why.
 */
export interface Shape<T> {
  readonly fits: (json: unknown, copy: FlatCopy) => boolean;
  readonly read: Reader<T>;
}

/**
 * Reads one JSON value of a known shape. What does not fit is reported and left out, so that the checks that follow see
 * the rest of the text and can report its faults too. The value stands at `pointer` + `step` (`/key`, or nothing): put together
 * only where it is needed, for most values are neither wrong nor hold others.
 */
export type Reader<T> = (json: unknown, pointer: string, findings: Findings, step: string) => T | undefined;

export function text(maxLength: number): Shape<string> {
  return {
    fits: (json, copy) =>
      typeof json === 'string' && json.length <= maxLength && json.isWellFormed() && copy.addText(json),
    read: (json, pointer, findings, step) => {
      if (typeof json !== 'string') return wrongType(json, 'a text', pointer + step, findings);
      if (json.length > maxLength) {
        const message = `This text has ${json.length} characters; ${maxLength} are allowed.`;
        findings.add(pointer + step, 'text-too-long', message);
        return undefined;
      }
      if (!json.isWellFormed()) {
        findings.add(pointer + step, 'text-malformed', 'This text holds half of a character (a lone surrogate).');
        return undefined;
      }
      return json;
    },
  };
}

export function name(maxLength: number): Shape<string> {
  const { read } = text(maxLength);
  return {
    // Said again, for most of a machine's text is names, and a call inside a call doubles what this costs.
    fits: (json, copy) =>
      typeof json === 'string' && json !== '' && json.length <= maxLength && json.isWellFormed() && copy.addText(json),
    read: (json, pointer, findings, step) => {
      if (json !== '') return read(json, pointer, findings, step);
      findings.add(pointer + step, 'name-empty', 'A name cannot be empty.');
      return undefined;
    },
  };
}

/** What one look at the value decides. */
function simple<T>(wanted: string, fits: (json: unknown) => json is T): Shape<T> {
  return {
    fits: (json, copy) => fits(json) && copy.add(json),
    read: (json, pointer, findings, step) => (fits(json) ? json : wrongType(json, wanted, pointer + step, findings)),
  };
}

export const flag: Shape<boolean> = simple('true or false', (json) => typeof json === 'boolean');

/** A whole number of at least `least`. */
export function whole(least: number): Shape<number> {
  const fits = (json: unknown): json is number =>
    typeof json === 'number' && Number.isSafeInteger(json) && json >= least;
  return simple(`a whole number from ${least} up`, fits);
}

export function oneOf<T extends string>(...values: readonly T[]): Shape<T> {
  const fits = (json: unknown): json is T => (values as readonly unknown[]).includes(json);
  return simple(`one of ${values.join(', ')}`, fits);
}

/** Any JSON; its depth was bounded before. */
export const anything: Shape<Value> = { fits: (json, copy) => copy.add(json), read: (json) => json as Value };

export function list<T>({ fits, read }: Shape<T>): Shape<readonly T[]> {
  return {
    fits: (json, copy) => {
      if (!Array.isArray(json)) return false;
      const place = copy.open();
      if (place < 0) return false;
      for (let index = 0; index < json.length; index++) if (!fits(json[index], copy)) return false;
      return copy.closeList(place, json.length);
    },
    read: (json, pointer, findings, step) => {
      if (!Array.isArray(json)) return wrongType(json, 'a list', pointer + step, findings);
      const items: T[] = [];
      for (let index = 0; index < json.length && !findings.isFull; index++) {
        const value = read(json[index], pointer, findings, `${step}/${index}`);
        if (value !== undefined) items.push(value);
      }
      return items;
    },
  };
}

/** A list, or something else. */
export function listOr<T, U>(many: Shape<T>, one: Shape<U>): Shape<T | U> {
  return {
    fits: (json, copy) => (Array.isArray(json) ? many : one).fits(json, copy),
    read: (json, pointer, findings, step) => (Array.isArray(json) ? many : one).read(json, pointer, findings, step),
  };
}

export function oneOrMany<T>(item: Shape<T>): Shape<T | readonly T[]> {
  return listOr(list(item), item);
}

/** An object, or something else. */
export function objectOr<T, U>(some: Shape<T>, other: Shape<U>): Shape<T | U> {
  return {
    fits: (json, copy) => (isObject(json) ? some : other).fits(json, copy),
    read: (json, pointer, findings, step) => (isObject(json) ? some : other).read(json, pointer, findings, step),
  };
}

/** A shape that holds itself. */
export function later<T>(shape: () => Shape<T>): Shape<T> {
  return {
    fits: (json, copy) => shape().fits(json, copy),
    read: (json, pointer, findings, step) => shape().read(json, pointer, findings, step),
  };
}

export function mapOf<T>({ fits, read }: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    fits: (json, copy) => {
      if (!isObject(json)) return false;
      const place = copy.open();
      if (place < 0) return false;
      let count = 0;
      for (const key in json) {
        count++;
        copy.name(key);
        if (!fits(json[key], copy)) return false;
      }
      return copy.closeMap(place, json, count);
    },
    read: (json, pointer, findings, step) => {
      const here = pointer + step;
      if (!isObject(json)) return wrongType(json, 'an object', here, findings);
      const entries: Record<string, T> = {};
      for (const key of Object.keys(json)) {
        const value = read(json[key], here, findings, `/${pointerStep(key)}`);
        if (value !== undefined) putEntry(entries, key, value);
      }
      return entries;
    },
  };
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
