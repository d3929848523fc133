import { compile, start, step } from '@parley/statechart';
import type { At, CoreState, Machine } from '@parley/statechart';
import type { Lane } from './cpu-race.ts';

const AT: At = { now: 1_000, seed: 'seed', conversation: 'talk', seq: 1 };

/** A ring of `count` flat states: each event goes on to the next. */
export function flatRing(count: number): Machine {
  const states: readonly CoreState[] = Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    transitions: [{ event: 'next', target: `s${(index + 1) % count}` }],
  }));
  return compiled(states);
}

/** One parallel state of `count` regions, every one of which changes its state at each event. */
export function wideParallel(count: number): Machine {
  const regions: readonly CoreState[] = Array.from({ length: count }, (_, index) => ({
    id: `r${index}`,
    states: [
      { id: `a${index}`, transitions: [{ event: 'next', target: `b${index}` }] },
      { id: `b${index}`, transitions: [{ event: 'next', target: `a${index}` }] },
    ],
  }));
  return compiled([{ id: 'all', type: 'parallel', states: regions }]);
}

function compiled(states: readonly CoreState[]): Machine {
  const result = compile({ schema: 'core/1', id: 'wide', states });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.machine;
}

export function steps(machine: Machine, count = 100): Lane {
  let snapshot = start(machine, {}, AT).snapshot;
  return {
    pieces: count,
    run: (times) => {
      for (let left = times * count; left > 0; left -= 1) {
        snapshot = step(machine, snapshot, { kind: 'event', name: 'next' }, AT).snapshot;
      }
    },
  };
}
