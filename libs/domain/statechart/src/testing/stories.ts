import fc from 'fast-check';
import type { Machine } from '../machine.ts';
import type { Snapshot, Step } from '../snapshot.ts';
import { Player, build, freeze } from './player.ts';
import type { Sketch } from './player.ts';
import { EVENTS, machineOf, unguarded } from './random-machines.ts';
import type { Shape } from './random-machines.ts';

/** Random machines and what happens to them: events, waiting, answers of work outside (of children too). */
const seeds = fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 8 });

const leaf: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constantFrom('atomic' as const, 'atomic' as const, 'atomic' as const, 'final' as const),
  children: fc.constant([]),
  history: fc.constant(null),
  seeds,
});

function shapeOf(depth: number): fc.Arbitrary<Shape> {
  if (depth <= 1) return leaf;
  const branch: fc.Arbitrary<Shape> = fc.record({
    kind: fc.constantFrom('compound' as const, 'compound' as const, 'parallel' as const),
    children: fc.array(shapeOf(depth - 1), { minLength: 1, maxLength: 3 }),
    history: fc.constantFrom(null, 'shallow' as const, 'deep' as const),
    seeds,
  });
  return fc.oneof({ weight: 1, arbitrary: leaf }, { weight: 2, arbitrary: branch });
}

export const randomMachine: fc.Arbitrary<Sketch> = fc.array(shapeOf(4), { minLength: 1, maxLength: 3 }).map(machineOf);

/** Machines that mostly do not come to rest by themselves. */
export const wildMachine: fc.Arbitrary<Sketch> = randomMachine.map(unguarded);

export type Move = { readonly event: string } | { readonly waitMs: number } | { readonly answer: number };

export const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ event: fc.constantFrom(...EVENTS, 'never') }) },
    { weight: 2, arbitrary: fc.record({ waitMs: fc.nat(60) }) },
    { weight: 1, arbitrary: fc.record({ answer: fc.nat(3) }) },
  ),
  { maxLength: 12 },
);

export function perform(player: Player, one: Move): Step {
  if ('event' in one) return player.send(one.event, { text: 'x', list: [1, { deep: true }] }, `id-${one.event}`);
  if ('waitMs' in one) return player.wait(one.waitMs);
  return player.answer(openOperations(player.snapshot)[one.answer] ?? 'none', 'done', { ok: true });
}

/** Operations that are open, those of child machines too. */
export function openOperations(snapshot: Snapshot): readonly string[] {
  const of = ({ operations, children = [] }: Pick<Snapshot, 'operations' | 'children'>): readonly string[] => [
    ...operations.map(({ operation }) => operation),
    ...children.flatMap((child) => (child.snapshot === null ? [] : of(child.snapshot))),
  ];
  return of(snapshot);
}

/** All that a step says, as text. */
export function asText({ snapshot, effects, trace, outcome, settles, refusal, failure, failures }: Step): string {
  return JSON.stringify({ snapshot, effects, trace, outcome, settles, refusal, failure, failures });
}

/** Any machine, any moves; `check` sees every single step, the first too. */
export function always(
  machines: fc.Arbitrary<Sketch>,
  check: (step: Step, player: Player, before: Step | null) => void,
  numRuns = 100,
): void {
  fc.assert(
    fc.property(machines, moves, (machine, story) => {
      const player = new Player(build(freeze(machine)));
      check(player.last, player, null);
      for (const one of story) {
        const before = player.last;
        check(perform(player, one), player, before);
      }
    }),
    { numRuns },
  );
}

/** Two players of one machine, in step: one left alone, one whose snapshot goes through `between` before each move. */
export function sideBySide(
  machines: fc.Arbitrary<Sketch>,
  between: (snapshot: Snapshot, machine: Machine) => Snapshot,
  check: (touched: Step, alone: Step) => void,
  numRuns = 100,
): void {
  fc.assert(
    fc.property(machines, moves, (sketched, story) => {
      const machine = build(sketched);
      const alone = new Player(machine);
      const touched = new Player(machine);
      for (const one of story) {
        touched.last = { ...touched.last, snapshot: between(touched.snapshot, machine) };
        check(perform(touched, one), perform(alone, one));
      }
    }),
    { numRuns },
  );
}
