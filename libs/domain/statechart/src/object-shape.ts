import type { Findings } from './findings.ts';
import { pointerStep } from './pointer.ts';
import { isObject, wrongType } from './shape.ts';
import type { Reader, Shape } from './shape.ts';

type Fields<T> = { readonly [K in keyof T]-?: Shape<Exclude<T[K], undefined>> };
type Members = ReadonlyMap<string, Member>;

interface Member {
  readonly shape: Shape<unknown>;
  readonly isRequired: boolean;
}

/** An object of known keys. A key that is there and undefined counts as absent. */
export function object<T extends object>(fields: Fields<T>, required: readonly (keyof T & string)[]): Shape<T> {
  const needed: ReadonlySet<string> = new Set(required);
  const members: Members = new Map(
    Object.entries<Shape<unknown>>(fields).map(([key, shape]) => [key, { shape, isRequired: needed.has(key) }]),
  );
  return {
    fits: (json, copy) => {
      if (!isObject(json)) return false;
      const place = copy.open();
      if (place < 0) return false;
      let count = 0;
      let found = 0;
      for (const key in json) {
        const written = json[key];
        if (written === undefined) continue;
        const member = members.get(key);
        if (member === undefined) return false;
        copy.name(key);
        if (!member.shape.fits(written, copy)) return false;
        count++;
        if (member.isRequired) found++;
      }
      return found === required.length && copy.closeMap(place, json, count);
    },
    read: objectReader(members, required),
  };
}

/** Every object that may carry `at` gets one, for what is left out moves the places of others: the author's, or its own pointer. */
function objectReader<T extends object>(members: Members, required: readonly (keyof T & string)[]): Reader<T> {
  const carriesPointer = members.has('at');
  return (json, pointer, findings, step) => {
    const here = pointer + step;
    if (!isObject(json)) return wrongType(json, 'an object', here, findings);
    const read: Record<string, unknown> = {};
    for (const key in json) {
      if (findings.isFull) break;
      const written = json[key];
      if (written === undefined) continue;
      const member = members.get(key);
      if (member === undefined) unknownKey(key, members, here, findings);
      else {
        const value = member.shape.read(written, here, findings, `/${key}`);
        if (value !== undefined) read[key] = value;
      }
    }
    let isWhole = true;
    for (const key of required) {
      if (json[key] === undefined) findings.add(here, 'key-missing', `'${key}' is missing.`, `Add '${key}'.`);
      isWhole &&= read[key] !== undefined;
    }
    if (!isWhole) return undefined;
    if (carriesPointer && read['at'] === undefined) {
      read['at'] = here;
      findings.markPlaced(read);
    }
    return read as T;
  };
}

function unknownKey(key: string, members: Members, pointer: string, findings: Findings): void {
  const known = [...members.keys()].join(', ');
  const message = `'${key.slice(0, 80)}' is not a key here.`;
  findings.add(`${pointer}/${pointerStep(key)}`, 'key-unknown', message, `The keys here are: ${known}.`);
}
