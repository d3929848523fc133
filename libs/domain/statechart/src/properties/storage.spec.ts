import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { restore } from '../restore.ts';
import type { Snapshot, Step } from '../snapshot.ts';
import { always, asText, randomMachine, sideBySide, wildMachine } from '../testing/stories.ts';

const machines = fc.oneof({ weight: 3, arbitrary: randomMachine }, { weight: 1, arbitrary: wildMachine });

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
}

/** All that a step says, whatever the order of its keys. */
function canonicalText(taken: Step): string {
  return canonicalize(JSON.parse(asText(taken))) ?? '';
}

/** Also of what JSON leaves out or changes: undefined members, holes, -0, dates. */
function isDeepStrictlyEqual(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return Object.is(one, other);
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  if (keys.length !== others.length || Array.isArray(one) !== Array.isArray(other)) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  return keys.every((key) => isDeepStrictlyEqual(Reflect.get(one, key), Reflect.get(other, key)));
}

describe('whatever the machine and whatever happens to it', () => {
  it('storing and restoring after every single event changes nothing', () => {
    sideBySide(
      machines,
      (snapshot, machine) => {
        const restored = restore(machine, new TextEncoder().encode(canonicalize(snapshot) ?? ''));
        if (!restored.ok) throw new Error(JSON.stringify(restored.problems));
        return restored.snapshot;
      },
      (stored, kept) => {
        expect(canonicalText(stored)).toBe(canonicalText(kept));
      },
    );
  });

  it('the order of keys in what is stored changes nothing', () => {
    sideBySide(
      machines,
      (snapshot, machine) => {
        const restored = restore(machine, JSON.stringify(reversed(snapshot)));
        if (!restored.ok) throw new Error(JSON.stringify(restored.problems));
        return restored.snapshot;
      },
      (stored, kept) => {
        expect(canonicalText(stored)).toBe(canonicalText(kept));
      },
    );
  });

  it('what a step leaves is always taken back', () => {
    always(machines, ({ snapshot }, { machine }) => {
      const restored = restore(machine, JSON.stringify(snapshot));
      expect(restored.ok ? canonicalize(restored.snapshot) : restored.problems).toBe(canonicalize(snapshot));
    });
  });

  it('a snapshot is JSON and nothing but', () => {
    always(machines, (taken) => {
      const again = JSON.parse(JSON.stringify(taken.snapshot)) as Snapshot;
      expect(isDeepStrictlyEqual(again, taken.snapshot)).toBe(true);
    });
  });
});
