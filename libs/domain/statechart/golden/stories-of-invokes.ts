import { story } from './story.ts';
import type { Stories } from './story.ts';
import type { CoreMachine } from '../src/index.ts';

const child = (sketch: Omit<CoreMachine, 'schema' | 'id'>, id = 'child'): CoreMachine => ({
  schema: 'core/1',
  id,
  ...sketch,
});
const heard = [
  { event: 'error.*', do: [{ log: 'error', expr: '_event' }] },
  { event: '*', do: [{ log: 'heard', expr: '_event' }] },
] as const;

export const INVOKES: Stories = {
  'work outside, and its answers': story(
    {
      data: [{ id: 'v', value: { n: 1, src: 'computed' } }, { id: 'id' }, { id: 'got' }],
      states: [
        {
          id: 'a',
          invoke: [
            {
              id: 'job',
              src: 'bank',
              input: { n: 'v.n', d: 'v.n * 2' },
              namelist: ['v.src'],
              config: { retries: [1, 2] },
            },
            {
              srcexpr: "v.src + '!'",
              idlocation: 'id',
              finalize: [{ assign: 'got', expr: '_event.data' }, { log: 'finalize' }],
            },
            { src: 'third', namelist: ['got'], finalize: [] },
          ],
          transitions: [
            { event: 'go', target: 'b' },
            { event: 'self', target: 'a' },
            { event: 'error.invoke.failed', do: [{ log: 'failed', expr: '_event' }] },
            { event: 'error.invoke.unknown.job', target: 'b' },
            ...heard,
          ],
        },
        { id: 'b', transitions: [{ event: 'back', target: 'a' }, ...heard] },
      ],
    },
    [
      { answer: 1, outcome: 'done', value: { x: 1 } },
      { answer: 0, outcome: 'failed', value: 'why' },
      { answer: 0, outcome: 'done' },
      { kind: 'result', operation: 'talk:1:0', outcome: 'done', value: 1 },
      { kind: 'result', operation: 'forged', outcome: 'done' },
      'self',
      { kind: 'result', operation: 'talk:1:2', outcome: 'done' },
      { answer: 0, outcome: 'unknown' },
      'back',
      { answer: 2, outcome: 'done', value: { got: 'taken over', other: 1 } },
      'go',
    ],
  ),
  'work that cannot begin': story(
    {
      data: [{ id: 'v', value: { n: 1 } }],
      states: [
        {
          id: 'a',
          invoke: [
            { id: 'one', src: 'x', input: { lost: 'v.x' } },
            { id: 'two', srcexpr: 'v.x' },
            { id: 'three', srcexpr: 'v.n' },
            { idlocation: 'nowhere.x', src: 'x' },
            { id: 'four', src: 'x', namelist: ['v.x'] },
            { id: 'five', machineexpr: "'nobody'" },
            { id: 'six', machineexpr: 'v.x' },
            { id: 'seven', machine: 'kid', type: 'http' },
            { id: 'eight', machine: 'kid', typeexpr: 'v.x' },
          ],
          transitions: [{ event: 'error', do: [{ log: 'error', expr: '_event' }] }],
        },
      ],
      machines: { kid: child({ states: [{ id: 'k' }] }) },
    },
    ['x'],
  ),
  'a child that talks, listens and ends': story(
    {
      data: [{ id: 'n', value: 7 }, { id: 'last' }],
      states: [
        {
          id: 'a',
          invoke: [
            {
              id: 'kid',
              machine: child({
                data: [
                  { id: 'n', value: 0 },
                  { id: 'own', value: 'own' },
                ],
                states: [
                  {
                    id: 'k1',
                    entry: [
                      { log: 'data', expr: '[n, own, _name, _sessionid]' },
                      { send: { event: 'hello', target: '#_parent', params: { n: 'n' }, id: 'greeting' } },
                      { send: { event: 'later', target: '#_parent', delayMs: 10 } },
                      { send: { event: 'self' } },
                    ],
                    exit: [{ log: '-k1' }],
                    transitions: [
                      { event: 'self', do: [{ log: 'self', expr: '_event' }] },
                      { event: 'tell', do: [{ log: 'told', expr: '_event' }] },
                      { event: 'end', target: 'kf' },
                    ],
                    after: [{ delayMs: 20, do: [{ log: 'tick' }] }],
                  },
                  {
                    id: 'kf',
                    type: 'final',
                    entry: [{ send: { event: 'bye', target: '#_parent' } }],
                    donedata: { params: { n: 'n' } },
                  },
                ],
              }),
              input: { n: 'n', unknown: '1' },
              finalize: [
                { assign: 'last', expr: '_event.name' },
                { log: 'finalize', expr: '_event.data' },
              ],
            },
          ],
          transitions: [
            { event: 'tell', do: [{ send: { event: 'tell', target: '#_kid', content: 'last' } }] },
            { event: 'end', do: [{ send: { event: 'end', target: '#_kid' } }] },
            { event: 'done.invoke.kid', target: 'b', do: [{ log: 'done', expr: '_event' }] },
            ...heard,
          ],
        },
        {
          id: 'b',
          transitions: [
            { event: 'tell', do: [{ send: { event: 'tell', target: '#_kid' } }] },
            { event: 'again', target: 'a' },
            ...heard,
          ],
        },
      ],
    },
    ['tell', { wait: 10 }, { wait: 10 }, 'end', 'tell', 'again', 'x'],
  ),
  'children by name, by expression, inside each other; autoforward; cancelled on exit': story(
    {
      data: [{ id: 'which', value: 'deep' }],
      machines: {
        deep: child(
          {
            machines: {
              leaf: child(
                {
                  states: [
                    {
                      id: 'x',
                      entry: [{ log: 'leaf', expr: '_sessionid' }],
                      exit: [{ log: '-leaf' }],
                      transitions: [
                        { event: 'up', do: [{ send: { event: 'leaf.up', target: '#_parent' } }] },
                        { event: 'work', target: 'y' },
                      ],
                    },
                    {
                      id: 'y',
                      invoke: [{ src: 'inner' }],
                      transitions: [{ event: 'done.invoke.*', do: [{ log: 'worked', expr: '_event' }] }],
                    },
                  ],
                },
                'leaf',
              ),
            },
            states: [
              {
                id: 'm',
                exit: [{ log: '-m' }],
                invoke: [
                  { machine: 'leaf', autoforward: true },
                  { machineexpr: "'leaf'", id: 'other' },
                ],
                transitions: [
                  {
                    event: 'leaf.up',
                    do: [
                      {
                        send: {
                          event: 'deep.up',
                          target: '#_parent',
                          params: { from: '_event.invokeid', origin: '_event.origin' },
                        },
                      },
                    ],
                  },
                ],
              },
            ],
          },
          'deep',
        ),
      },
      states: [
        {
          id: 'a',
          invoke: [{ machineexpr: 'which', id: 'd', autoforward: true, type: 'http://www.w3.org/TR/scxml/' }],
          transitions: [
            { event: 'away', target: 'b' },
            {
              event: 'session',
              do: [
                { send: { event: 'up', target: '#_scxml_talk.3' } },
                { send: { event: 'up', targetexpr: "'#_scxml_talk.9'" } },
              ],
            },
            { event: 'error', do: [{ log: 'error', expr: '_event.name' }] },
            { event: ['up', 'deep.up'], do: [{ log: 'up', expr: '_event' }] },
          ],
        },
        { id: 'b' },
      ],
    },
    ['up', 'work', { kind: 'result', operation: 'talk:3:1', outcome: 'done', value: 'r' }, 'session', 'away', 'up'],
  ),
  'not begun when left in the same macrostep; parent ends': story(
    {
      states: [
        { id: 'a', invoke: [{ id: 'never', src: 'x' }], transitions: [{ target: 'b' }] },
        {
          id: 'b',
          type: 'parallel',
          states: [
            {
              id: 'l',
              invoke: [
                { id: 'job', src: 'x' },
                {
                  id: 'kid',
                  machine: child({
                    states: [
                      {
                        id: 'k',
                        exit: [{ log: '-k' }],
                        invoke: [{ src: 'inner' }],
                        entry: [{ send: { event: 's', delayMs: 5 } }],
                      },
                    ],
                  }),
                },
              ],
            },
            { id: 'r', transitions: [{ event: 'end', target: 'f' }] },
          ],
        },
        { id: 'f', type: 'final', donedata: { params: { ok: 'true' } } },
      ],
    },
    ['x', 'end', { wait: 5 }],
  ),
};
