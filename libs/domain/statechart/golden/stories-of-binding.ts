import { story } from './story.ts';
import type { Stories } from './story.ts';

const heard = { event: 'error', do: [{ log: 'error', expr: '_event.data' }] };

export const BINDING: Stories = {
  'blocks of entry and exit: an error ends its own': story(
    {
      data: [{ id: 'n', value: 0 }],
      states: [
        {
          id: 'a',
          entry: [
            { log: 'one' },
            { assign: 'nowhere', expr: '1' },
            { log: 'never' },
            [{ log: 'two' }],
            [],
            [{ log: 'bad', expr: 'x' }, { log: 'never' }],
            { log: 'three' },
          ],
          exit: [[{ log: 'bad', expr: 'x' }, { log: 'never' }], [{ log: 'left' }]],
          transitions: [heard, { event: 'go', target: 'b' }],
        },
        { id: 'b', transitions: [heard] },
      ],
    },
    ['go'],
  ),
  'conditions that fail, or are neither': story(
    {
      limits: { microsteps: 12 },
      data: [{ id: 'n', value: 1 }],
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'e', cond: 'n', target: 'b' },
            { event: 'e', cond: 'n.x == 1', target: 'b' },
            { event: 'e', cond: 'null', target: 'b' },
            { event: 'f', cond: 'n / 0 > 1 || n == 1', target: 'b' },
            heard,
          ],
        },
        {
          id: 'b',
          transitions: [
            { cond: 'n > 1 && size(n) > 1', target: 'a' },
            { cond: 'size(n) > 1', target: 'a' },
            heard,
            { event: 'up', do: [{ assign: 'n', expr: 'n + 1' }] },
          ],
        },
      ],
    },
    ['e', 'f', 'up', 'x', 'up'],
  ),
  'early binding': story(
    {
      data: [
        { id: 'a', value: [1] },
        { id: 'b', expr: 'size(a) + 1' },
        { id: 'c' },
        { id: 'd', expr: 'nope' },
        { id: 'e', expr: 'later' },
      ],
      states: [
        {
          id: 's',
          data: [{ id: 'later', expr: 'b * 10' }],
          entry: [{ log: 'all', expr: '[a, b, c, d, e, later]' }],
          transitions: [heard, { event: 'go', target: 't' }],
        },
        {
          id: 't',
          data: [{ id: 'own', value: 'own' }],
          entry: [{ log: 'own', expr: 'own' }],
          states: [{ id: 'u', data: [{ id: 'inner', expr: 'own' }] }],
        },
      ],
    },
    ['go'],
    { data: { a: [1, 2, 3], c: { given: true }, nobody: 1 } },
  ),
  'late binding': story(
    {
      binding: 'late',
      data: [{ id: 'n', value: 1 }],
      states: [
        {
          id: 's',
          data: [{ id: 'mine', expr: 'n + 1' }],
          entry: [
            { log: 'mine', expr: 'mine' },
            { log: 'other', expr: 'other' },
          ],
          transitions: [
            heard,
            {
              event: 'go',
              target: 't',
              do: [
                { assign: 'n', expr: '41' },
                { assign: 'mine', expr: "'kept'" },
              ],
            },
            { event: 'early', do: [{ assign: 'other', expr: '7' }] },
          ],
        },
        {
          id: 't',
          data: [
            { id: 'other', expr: 'n + 1' },
            { id: 'bad', expr: 'nope' },
          ],
          entry: [{ log: 'other', expr: 'other' }],
          transitions: [heard, { event: 'go', target: 's' }],
        },
      ],
    },
    ['early', 'go', 'go', 'go'],
  ),
  'the names of the system': story(
    {
      states: [
        {
          id: 'a',
          entry: [
            { log: 'event', expr: 'has(_event)' },
            { log: 'names', expr: '[_name, _sessionid, _now, _ioprocessors]' },
            { log: 'fails', expr: 'event' },
          ],
          transitions: [
            { event: 'error', do: [{ log: 'error', expr: '_event' }] },
            {
              event: '*',
              do: [
                { log: 'whole', expr: '_event' },
                { log: 'event', expr: 'event' },
                { log: 'now', expr: '_now' },
              ],
            },
          ],
        },
      ],
    },
    [
      ['y', { a: [1] }],
      ['z', null],
      { kind: 'event', name: 'full', data: 1, id: 'm1', sendid: 's', origin: 'o', origintype: 't' },
      { kind: 'event', name: 'forged', invokeid: 'i' } as never,
      { wait: 5 },
    ],
  ),
  'deferred events': story(
    {
      limits: { deferredEvents: 3, deferredBytes: 200 },
      states: [
        {
          id: 'busy',
          defer: ['message', 'odd.*'],
          interrupt: ['message.urgent'],
          transitions: [
            { event: 'ready', target: 'idle' },
            { event: 'message.urgent', do: [{ log: 'urgent', expr: 'event' }] },
          ],
        },
        {
          id: 'idle',
          transitions: [
            { event: 'message', target: 'half', do: [{ log: 'message', expr: '_event' }] },
            { event: 'busy', target: 'busy' },
          ],
        },
        {
          id: 'half',
          defer: ['message.second'],
          transitions: [
            { event: 'message', do: [{ log: 'here', expr: 'event' }] },
            { event: 'busy', target: 'busy' },
            { event: 'ready', target: 'idle' },
          ],
        },
        { id: 'never' },
      ],
    },
    [
      { kind: 'event', name: 'message', data: 'one', id: 'm1' },
      ['message.urgent', 1],
      { kind: 'event', name: 'message.second', data: 'two', id: 'm2', sendid: 's', origin: 'o', origintype: 't' },
      { kind: 'event', name: 'odd.one', id: 'm3' },
      { kind: 'event', name: 'message', id: 'm4' },
      'other',
      'ready',
      'ready',
      'busy',
      ['message', 'x'.repeat(170)],
      ['message', 'x'.repeat(180)],
      'ready',
    ],
  ),
  'deferral in regions': story(
    {
      states: [
        {
          id: 'p',
          type: 'parallel',
          states: [
            {
              id: 'l',
              defer: ['m'],
              states: [
                { id: 'l1', transitions: [{ event: 'on', target: 'l2' }] },
                { id: 'l2', transitions: [{ event: 'm', do: [{ log: 'l2' }] }] },
              ],
            },
            {
              id: 'r',
              states: [
                {
                  id: 'r1',
                  transitions: [
                    { event: 'm', cond: 'missing', do: [] },
                    { event: 'm', target: 'r2', do: [{ log: 'r' }] },
                  ],
                },
                { id: 'r2' },
              ],
            },
          ],
          transitions: [
            { event: 'error', do: [{ log: 'error' }] },
            { event: 'out', target: 'f' },
          ],
        },
        { id: 'f', type: 'final' },
      ],
    },
    ['m', 'on', 'm', ['m', 1], 'out', 'm'],
  ),
};
