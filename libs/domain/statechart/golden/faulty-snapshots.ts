import { compile, restore } from '../src/index.ts';
import type { Machine, Snapshot } from '../src/index.ts';
import { BESIDES_STORED } from './besides.ts';
import { edits, grouped, isMap, withMore } from './edits.ts';
import type { Instead } from './edits.ts';
import { problemText } from './faulty-machines.ts';
import { canonical, playStory } from './play-story.ts';
import type { Records } from './play-story.ts';
import type { Stories, Story } from './story.ts';

/** Every place of stored snapshots changed in every way; each with the exact problem, or that it comes back. */
export function faultySnapshots(stories: Stories): Records {
  return Object.fromEntries(
    Object.entries(WHICH).flatMap(([name, steps]) =>
      steps.map((index) => {
        const story = stories[name];
        if (story === undefined) throw new Error(`There is no story “${name}”.`);
        return [`${name}, step ${index}`, ofSnapshot(machineOf(story), snapshotOf(story, index))] as const;
      }),
    ),
  );
}

/** Snapshots that have it all, by story and step. */
const WHICH: Readonly<Record<string, readonly number[]>> = {
  'regions: one event for all, order, conflicts': [2],
  'a history of regions, a history as initial state, re-entry from inside': [6],
  'ends: of a compound, of a parallel state, of the machine': [3, 4],
  'deferred events': [4],
  timers: [1],
  'taken back': [0],
  'what a host serves': [9],
  'late binding': [2],
  'work outside, and its answers': [0],
  'a child that talks, listens and ends': [1, 5],
  'children by name, by expression, inside each other; autoforward; cancelled on exit': [2],
};

function ofSnapshot(machine: Machine, snapshot: Snapshot): Records {
  return grouped(edits(snapshot, INSTEAD).map(({ name, value }) => [name, verdict(machine, value)] as const));
}

const INSTEAD: Instead = (value, key) => [
  ...(isMap(value) ? withMore(value, BESIDES_STORED[key] ?? {}) : []),
  ['taken away', undefined],
  ['is null', null],
  ['is a list', []],
  ['is a map', {}],
  ['is a text', 'text'],
  ...(typeof value === 'string'
    ? [["is 'done'", 'done'] as const, ['is longer', `${value}x`] as const, ['is empty', ''] as const]
    : []),
  ...(typeof value === 'number'
    ? [
        ['is below zero', -1] as const,
        ['is one more', value + 1] as const,
        ['is no whole number', value + 0.5] as const,
      ]
    : []),
  ...(isMap(value)
    ? [
        ['has an unknown key', { ...value, unknown: 1 }] as const,
        ['has a key of the system', { ...value, _x: 1, event: 1 }] as const,
      ]
    : []),
  ...(Array.isArray(value) && value.length > 0
    ? [
        ['has its first twice', [...(value as unknown[]), value[0]]] as const,
        ['is the other way round', [...(value as unknown[])].reverse()] as const,
      ]
    : []),
];

function verdict(machine: Machine, value: unknown): string {
  if (value === undefined) return 'nothing';
  const restored = restore(machine, canonical(value));
  return restored.ok ? 'comes back' : restored.problems.map(problemText).join(' · ');
}

function machineOf(story: Story): Machine {
  const compiled = compile(story.machine, { ...story.options, identity: 'golden' });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.machine;
}

function snapshotOf(story: Story, index: number): Snapshot {
  const played = playStory(story, { identity: 'golden' })?.[index];
  if (played === undefined) throw new Error(`The story has no step ${index}.`);
  return played.step.snapshot;
}
