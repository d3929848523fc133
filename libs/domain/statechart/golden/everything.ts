import type { CoreMachine } from '../src/index.ts';

/** Every key of the format at least once, so that every kind of fault has its place. */
export const EVERYTHING: CoreMachine = {
  schema: 'core/1',
  id: 'everything',
  initial: { target: ['s'], do: [{ log: 'begin' }], at: '/x' },
  data: [{ id: 'x', value: [1] }, { id: 'y', expr: '1 + 1', at: '/y' }, { id: 'z' }],
  binding: 'late',
  faults: 'load',
  limits: { sends: 5 },
  machines: { other: { schema: 'core/1', id: 'other', states: [{ id: 'o' }] } },
  transitions: [{ event: 'reset', target: 's' }],
  states: [
    {
      id: 's',
      type: 'compound',
      initial: 'p',
      data: [{ id: 'inner', value: null }],
      entry: [{ raise: 'e', data: { a: 'x' } }, [{ assign: 'x[0]', expr: '2' }], { unset: 'z.y' }],
      exit: [
        { if: [{ cond: 'y == 2', do: [] }, { do: [{ log: 'else', expr: 'y', at: '/z' }] }] },
        {
          foreach: 'x',
          item: 'i',
          index: 'n',
          do: [{ effect: 'say', fields: { t: 1 }, capture: ['x'], values: { v: 'i' } }],
        },
        { send: { event: 'e', target: '#_internal', type: 'scxml', id: 'i', params: { p: '1' }, namelist: ['x'] } },
        { send: { event: 'late', delayMs: 5 } },
        {
          send: {
            eventexpr: "'e'",
            targetexpr: "'#_parent'",
            typeexpr: "'scxml'",
            idlocation: 'z',
            delayexpr: "'1s'",
            content: { value: { k: [] } },
          },
        },
        { send: { event: 'e', content: 'x' } },
        { cancel: { sendid: 'i' } },
        { cancel: { sendidexpr: 'z' } },
      ],
      transitions: [
        { event: ['a', 'b.*'], cond: 'y > 1', target: ['p'], internal: true, do: [{ log: 'go' }] },
        { event: 'leave', target: 'last' },
      ],
      after: [{ delayMs: 1_000, cond: 'y > 1', target: 'p' }],
      invoke: [
        { id: 'job', src: 'work', input: { a: 'x' }, config: { any: 1 }, finalize: [{ assign: 'z', expr: '1' }] },
        { srcexpr: "'work'", idlocation: 'z', namelist: ['x'] },
        { machine: 'other', type: 'scxml', autoforward: true },
        { machine: { schema: 'core/1', id: 'inline', states: [{ id: 'i' }] }, typeexpr: "'scxml'" },
        { machineexpr: "'other'" },
      ],
      defer: ['m'],
      interrupt: ['m.urgent'],
      states: [
        { id: 'h', type: 'history', history: 'deep', initial: { target: 'deep', do: [{ log: 'h' }] } },
        { id: 'k', type: 'history', initial: ['p'] },
        {
          id: 'p',
          type: 'parallel',
          states: [
            { id: 'r1', states: [{ id: 'deep' }] },
            { id: 'r2', type: 'atomic', exit: [{ log: '-r2' }] },
          ],
        },
        { id: 'f', type: 'final', donedata: { params: { a: 'y' } } },
        { id: 'g', type: 'final', donedata: { content: 'y' }, at: '/g' },
      ],
    },
    { id: 'last', type: 'final', donedata: { content: { value: 1 } } },
  ],
};
