import { compile, start, step } from '../src/index.ts';
import type { Machine, Snapshot } from '../src/index.ts';
import { AT, machineOf } from './hostile-case.ts';

/** A machine with everything that a snapshot can hold: regions, history, timers, work outside, deferral, delayed sends, a child. */
const RICH = machineOf({
  data: [{ id: 'vars', value: { n: 1 } }],
  states: [
    {
      id: 'P',
      type: 'parallel',
      states: [
        { id: 'h', type: 'history', history: 'deep', initial: ['l1', 'r1', 'c'] },
        {
          id: 'L',
          states: [
            { id: 'l1', transitions: [{ event: 'left', target: 'l2' }] },
            { id: 'l2', defer: ['message'] },
          ],
        },
        {
          id: 'R',
          after: [{ delayMs: 10, target: 'away' }],
          states: [
            { id: 'r1', transitions: [{ event: 'right', target: 'r2' }] },
            { id: 'r2', invoke: [{ id: 'job', src: 'x' }] },
          ],
        },
        {
          id: 'c',
          entry: [{ send: { event: 'later', id: 's1', delayMs: 1_000 } }],
          invoke: [
            {
              id: 'kid',
              machine: machineOf({
                data: [{ id: 'k', value: 1 }],
                states: [{ id: 'k1', transitions: [{ event: 'grow', target: 'k2' }] }, { id: 'k2' }],
              }),
            },
          ],
        },
      ],
      transitions: [{ event: 'out', target: 'away' }],
    },
    { id: 'away', transitions: [{ event: 'back', target: 'h' }] },
  ],
});

export function richMachine(): Machine {
  const compiled = compile(RICH);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.machine;
}

export function richSnapshot(machine: Machine): Snapshot {
  let { snapshot } = start(machine, {}, AT);
  const events = ['right', 'out', 'back', 'left', 'message'];
  events.forEach((name, index) => {
    ({ snapshot } = step(machine, snapshot, { kind: 'event', name, id: `m${index}` }, { ...AT, seq: index + 2 }));
  });
  return snapshot;
}
