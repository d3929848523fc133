import { compile, start, step } from '../src/index.ts';
import type { CoreMachine, Machine, Problem, Step } from '../src/index.ts';
import { BESIDES } from './besides.ts';
import { edits, grouped, isMap, withMore } from './edits.ts';
import type { Instead } from './edits.ts';
import { EVERYTHING } from './everything.ts';
import { hash, said } from './play-story.ts';
import type { Records } from './play-story.ts';

/** Every place of a machine that has it all, changed in every way; each with the exact problems, or how it plays then. */
export function faultyMachines(): Records {
  return grouped(edits(EVERYTHING, instead()).map(({ name, value }) => [name, verdict(value as CoreMachine)] as const));
}

/** Where a key stands again it is tried with less: it is read the same way. */
function instead(): Instead {
  const seen = new Set<string>();
  return (value, key) => {
    const isFirst = seen.size < seen.add(`${key} ${typeof value}`).size;
    return [
      ['taken away', undefined],
      ['is null', null],
      ...(isFirst ? ANYTHING : []),
      ...(typeof value === 'string' ? TEXTS.slice(0, isFirst ? TEXTS.length : 2) : []),
      ...(typeof value === 'number' ? NUMBERS : []),
      ...(typeof value === 'boolean' ? [['is the other', !value] as const] : []),
      ...(isMap(value) && isFirst ? [['has an unknown key', { ...value, 'un/k~n': 1 }] as const] : []),
      ...(Array.isArray(value) ? lists(value) : []),
      ...(isMap(value) ? withMore(value, BESIDES[key] ?? {}) : []),
      ...(KEYS[key] ?? []).map((text) => [`is '${text}'`, text] as const),
    ];
  };
}

const ANYTHING = [
  ['is a list', []],
  ['is a map', {}],
  ['is true', true],
] as const;

const TEXTS = [
  ['is empty', ''],
  ["is 'nowhere'", 'nowhere'],
  ['is a number', 7],
  ['is half a character', 'a\ud800'],
  ["is 'r1'", 'r1'],
  ["is 'a b'", 'a b'],
  ['is long', 'x'.repeat(257)],
] as const;

const NUMBERS = [
  ['is below zero', -1],
  ['is zero', 0],
  ['is no whole number', 1.5],
  ['is huge', 2 ** 53],
  ['is a text', '1'],
] as const;

/** Texts that mean something at these places. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  event: ['a..b', '*', 'a.*', 'a*', '*.a', '.a', 'done.x', 'error', 'after.1', 'op'],
  raise: ['*', 'a*b', 'done.x', 'error', 'after.x', 'op.y'],
  id: ['s', 'job', 'event', '_x', 'a-b', 'in', '__proto__'],
  target: ['s', 'p', 'f', 'h', 'everything'],
  initial: ['s', 'p', 'f', 'h', 'deep'],
  cond: ['1 +', 'nobody > 1', "In('nowhere')", 'x'],
  expr: ['(', 'nobody'],
  assign: ['', 'x.', 'x[', 'x[0]', '_event', 'nobody.x', '1x'],
  unset: ['x..y', '_name'],
  item: ['a b', '_i', 'event', 'x'],
  index: ['a b', '_i', 'in'],
  type: ['atomic', 'compound', 'parallel', 'final', 'history', 'http'],
  history: ['shallow'],
  machine: ['other', '__proto__'],
  schema: ['core/2'],
  binding: ['early'],
  faults: ['run'],
  delayexpr: ['1 +'],
};

function lists(list: readonly unknown[]): readonly (readonly [string, unknown])[] {
  const [first] = list;
  if (first === undefined) return [['holds null', [null]]];
  return [
    ['has its first twice', [...list, first]],
    ['is the other way round', [...list].reverse()],
    ['is only its first', first],
    ['holds null', [...list, null]],
  ];
}

function verdict(machine: CoreMachine): string {
  const compiled = compile(machine);
  return compiled.ok ? `plays ${plays(compiled.machine)}` : compiled.problems.slice(0, 4).map(problemText).join(' · ');
}

/** What becomes of it: so that a change that is lawful, and means something, is seen as well. */
function plays(machine: Machine): string {
  const at = (seq: number) => ({ now: 1_000 * seq, seed: 'seed', conversation: 'talk', seq });
  const steps: Step[] = [start(machine, { x: [5] }, at(1))];
  for (const [index, name] of ['a', 'm', 'leave'].entries()) {
    const last = steps.at(-1) as Step;
    steps.push(step(machine, last.snapshot, { kind: 'event', name }, at(index + 2)));
  }
  steps.push(step(machine, (steps.at(-1) as Step).snapshot, { kind: 'time' }, at(9)));
  return hash(steps.map((one) => ({ ...said(one), snapshot: { ...one.snapshot, machine: '' } })));
}

export function problemText({ code, pointer, message, fix, severity }: Problem): string {
  return `${severity ?? ''}${code} ${pointer} ${message}${fix === undefined ? '' : ` → ${fix}`}`;
}
