import { story } from './story.ts';
import type { Stories } from './story.ts';
import type { CoreSend } from '../src/index.ts';

const told = [
  { event: 'error', do: [{ log: 'error', expr: '_event' }] },
  { event: 'got', do: [{ log: 'got', expr: '_event' }] },
] as const;

/** Sends each on an event of its own: `1`, `2`, … */
const sends = (list: readonly CoreSend[], options?: { readonly eventProcessors: readonly string[] }) =>
  story(
    {
      data: [{ id: 'v', value: { n: 1, name: 'got', to: '#_internal', 'odd key': 2 } }, { id: 'at' }],
      states: [
        {
          id: 'a',
          transitions: [
            ...list.map((send, index) => ({ event: String(index + 1), do: [{ send }, { log: 'after', expr: 'at' }] })),
            ...told,
          ],
        },
      ],
    },
    [...list.map((_, index) => String(index + 1)), { wait: 1_000 }, { wait: 100_000 }],
    options === undefined ? {} : { options },
  );

export const SENDING: Stories = {
  'what is sent': sends([
    { event: 'got' },
    { eventexpr: 'v.name' },
    { eventexpr: "v.name + '.' + string(v.n)" },
    { event: 'got', params: { n: 'v.n', twice: 'v.n * 2' } },
    { event: 'got', namelist: ['v.n', 'v["odd key"]'] },
    { event: 'got', params: { n: '5' }, namelist: ['v.n'] },
    { event: 'got', content: 'v' },
    { event: 'got', content: { value: [null, { a: 1 }] } },
    { event: 'got', id: 's1' },
    { event: 'got', idlocation: 'at' },
    { event: 'got', idlocation: 'v.id', params: { at: 'at' } },
    { event: 'got', idlocation: 'nowhere.x' },
    { event: 'got', idlocation: '_x' },
    { event: 'got', params: { lost: 'v.x' } },
    { event: 'got', params: { lost: 'v.x' }, id: 's2' },
    { event: 'got', namelist: ['v.x'] },
    { event: 'got', content: 'v.x' },
    { eventexpr: 'v.x' },
    { eventexpr: 'v.n' },
    { eventexpr: "''" },
    { eventexpr: "'a b'" },
    { eventexpr: "'a*'" },
    { eventexpr: "'done.state.a'", id: 's3' },
    { eventexpr: "'error.mine'" },
    { eventexpr: "'doner'" },
  ]),
  'where it goes': sends([
    { event: 'got', target: '#_internal' },
    { event: 'got', targetexpr: 'v.to' },
    { event: 'got', target: '#_scxml_talk' },
    { event: 'got', target: '#_scxml_other', id: 'o1' },
    { event: 'got', target: '#_parent', id: 'p1' },
    { event: 'got', target: '#_nobody' },
    { event: 'got', target: 'http://example.org' },
    { event: 'got', target: '#nobody' },
    { event: 'got', targetexpr: "'#_internal'", delayexpr: '5' },
    { event: 'got', targetexpr: "'#_'" },
    { event: 'got', targetexpr: "'#_scxml_'" },
    { event: 'got', targetexpr: "''" },
    { event: 'got', targetexpr: 'v.n' },
    { event: 'got', targetexpr: 'v.x', id: 't1' },
    { event: 'got', type: 'scxml' },
    { event: 'got', type: 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor' },
    { event: 'got', typeexpr: "'scx' + 'ml'" },
    { event: 'got', type: 'mail', id: 'm1' },
    { event: 'got', typeexpr: "'x'.upper()" },
    { event: 'got', typeexpr: 'v.x' },
    { event: 'got', typeexpr: 'null' },
  ]),
  'what a host serves': sends(
    [
      { event: 'got', type: 'mail', target: 'ann@example.org', id: 'm1', params: { n: 'v.n' } },
      { type: 'mail', content: 'v' },
      { eventexpr: "'done.x'", type: 'mail' },
      { event: 'got', type: 'mail', delayMs: 50, id: 'm2' },
      { event: 'got', type: 'fax' },
      { event: 'got', target: '#_scxml_other' },
      { event: 'got', target: '#_scxml_other', delayMs: 60 },
      { event: 'got', target: 'http://example.org' },
      { event: 'got', target: '#_nobody' },
      { event: 'got', target: '#_parent' },
      { event: 'got', idlocation: 'at', type: 'mail' },
    ],
    { eventProcessors: ['mail', 'scxml'] },
  ),
  'when it comes': sends([
    { event: 'got.3', delayMs: 3_000 },
    { event: 'got.0', delayMs: 0 },
    { event: 'got.1', delayexpr: "'1s'", id: 'd1' },
    { event: 'got.1a', delayexpr: "'1.0s'" },
    { event: 'got.2', delayexpr: "' 200MS '" },
    { event: 'got.4', delayexpr: "'.5s'" },
    { event: 'got.5', delayexpr: "'+1.0005s'" },
    { event: 'got.6', delayexpr: '0.5' },
    { event: 'got.7', delayexpr: '1500' },
    { event: 'got.8', delayexpr: "'5'" },
    { event: 'got.9', delayexpr: "'-1s'" },
    { event: 'got.10', delayexpr: '-1', id: 'd2' },
    { event: 'got.11', delayexpr: "'1 s'" },
    { event: 'got.12', delayexpr: 'null' },
    { event: 'got.13', delayexpr: 'v.x' },
    { event: 'got.14', delayexpr: "'1m'" },
    { event: 'got.15', delayexpr: '9007199254740991' },
    { event: 'got.16', delayexpr: '1e17' },
    { event: 'got.17', delayexpr: "''" },
    { event: 'got.18', delayexpr: "'1.s'" },
    { event: 'got.19', delayMs: 10, target: '#_nobody', id: 'lost' },
    { event: 'got.20', delayMs: 10, params: { n: 'v.n' }, idlocation: 'at' },
  ]),
  'taken back': story(
    {
      data: [{ id: 'id', value: 's1' }, { id: 'made' }],
      states: [
        {
          id: 'a',
          entry: [
            { send: { event: 'got.1', id: 's1', delayMs: 10 } },
            { send: { event: 'got.2', id: 's1', delayMs: 20 } },
            { send: { event: 'got.3', id: 's2', delayMs: 10 } },
            { send: { event: 'got.4', idlocation: 'made', delayMs: 30 } },
            { send: { event: 'got.5', delayMs: 30 } },
          ],
          transitions: [
            { event: 'one', do: [{ cancel: { sendid: 's2' } }] },
            { event: 'expr', do: [{ cancel: { sendidexpr: 'id' } }] },
            { event: 'made', do: [{ cancel: { sendidexpr: 'made' } }] },
            { event: 'none', do: [{ cancel: { sendid: 'none' } }] },
            { event: 'bad', do: [{ cancel: { sendidexpr: 'id.x' } }, { log: 'never' }] },
            { event: 'number', do: [{ cancel: { sendidexpr: '1' } }] },
            ...told,
          ],
        },
      ],
    },
    ['none', 'bad', 'number', 'one', { wait: 10 }, 'made', 'expr', { wait: 100 }, { wait: 1 }],
  ),
  timers: story(
    {
      data: [{ id: 'n', value: 0 }],
      states: [
        {
          id: 'p',
          type: 'parallel',
          after: [{ delayMs: 50, target: 'end', do: [{ log: 'p 50' }] }],
          states: [
            {
              id: 'l',
              entry: [{ send: { event: 'sent', delayMs: 20 } }],
              after: [
                { delayMs: 20, cond: 'n > 0', do: [{ log: 'l 20 guarded' }] },
                { delayMs: 20, cond: 'missing', do: [{ log: 'never' }] },
                {
                  delayMs: 20,
                  do: [
                    { log: 'l 20', expr: '_event' },
                    { assign: 'n', expr: 'n + 1' },
                  ],
                },
                { delayMs: 10, target: 'l', cond: 'n < 1', do: [{ log: 'l 10' }, { assign: 'n', expr: 'n + 1' }] },
              ],
            },
            {
              id: 'r',
              after: [{ delayMs: 20, internal: true, target: 'r2', do: [{ log: 'r 20' }] }],
              states: [{ id: 'r1' }, { id: 'r2', after: [{ delayMs: 0, target: 'r3' }] }, { id: 'r3' }],
              transitions: [{ event: '*', do: [{ log: 'any', expr: '_event.name' }] }],
            },
          ],
        },
        { id: 'end', after: [{ delayMs: 1, target: 'p' }], transitions: [{ event: 'stop', target: 'f' }] },
        { id: 'f', type: 'final' },
      ],
    },
    [
      { wait: 5 },
      { wait: 5 },
      { wait: 9 },
      { wait: 1 },
      { wait: 10 },
      'x',
      { wait: 60 },
      { wait: 0 },
      { wait: 1 },
      { wait: 500 },
      'stop',
    ],
  ),
  'sends and timers that hit a limit go alone': story(
    {
      limits: { microsteps: 20 },
      data: [{ id: 'n', value: 0 }],
      states: [
        {
          id: 'a',
          entry: [{ send: { event: 'loop', delayMs: 5, id: 's' } }, { send: { event: 'fine', delayMs: 6 } }],
          after: [{ delayMs: 5, do: [{ raise: 'ring' }] }],
          transitions: [
            { event: 'ring', do: [{ raise: 'ring' }] },
            { event: 'loop', do: [{ raise: 'loop' }] },
            { event: 'fine', do: [{ log: 'fine' }] },
            { event: 'storm', do: [{ send: { event: 'storm' } }] },
            { event: 'ping', do: [{ send: { event: 'fine' } }, { raise: 'fine' }] },
          ],
        },
      ],
    },
    ['ping', 'storm', { wait: 10 }, 'ring'],
  ),
  'deferred events that hit a limit go alone': story(
    {
      limits: { microsteps: 20 },
      states: [
        { id: 'a', defer: ['bad', 'good'], transitions: [{ event: 'go', target: 'b' }] },
        {
          id: 'b',
          transitions: [
            { event: 'bad', do: [{ raise: 'bad' }] },
            { event: 'good', do: [{ log: 'good' }] },
          ],
        },
      ],
    },
    [
      { kind: 'event', name: 'bad', id: 'b1' },
      { kind: 'event', name: 'good', id: 'g1' },
      { kind: 'event', name: 'bad' },
      'go',
    ],
  ),
};
