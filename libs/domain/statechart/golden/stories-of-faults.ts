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

export const FAULTS: Stories = {
  'a child that ends at once, one that fails to begin, one that never comes to rest': story(
    {
      limits: { microsteps: 30 },
      states: [
        {
          id: 'a',
          invoke: [
            {
              id: 'brief',
              machine: child({ states: [{ id: 'f', type: 'final', donedata: { content: { value: 1 } } }] }),
            },
            {
              id: 'bad',
              machine: child({
                data: [{ id: 'd', expr: 'nope' }],
                states: [
                  { id: 'x', transitions: [{ event: 'error', target: 'e' }] },
                  { id: 'e', entry: [{ send: { event: 'failed', target: '#_parent' } }] },
                ],
              }),
            },
          ],
          transitions: [{ event: 'loop', target: 'b' }, ...heard],
        },
        {
          id: 'b',
          invoke: [{ machine: child({ states: [{ id: 'x', transitions: [{ target: 'x' }] }] }) }],
          transitions: [...heard],
        },
      ],
    },
    ['x', 'loop', 'x'],
  ),
  'everything that cannot be read, when it is reached': story(
    {
      faults: 'run',
      data: [
        { id: 'v', value: { n: 1 } },
        { id: 'bad', expr: '1 +' },
      ],
      states: [
        {
          id: 'a',
          entry: [
            [{ log: 'x', expr: '(' }],
            [{ assign: '1x', expr: '1' }],
            [{ assign: 'v', expr: ')' }],
            [{ unset: 'a b' }],
            [{ raise: 'r', data: { x: '[' } }],
            [{ if: [{ cond: '&&', do: [{ log: 'never' }] }, { do: [{ log: 'else' }] }] }],
            [{ foreach: '}', item: 'x', do: [] }],
            [{ effect: 'say', values: { x: '?' } }],
            [{ effect: 'say', capture: ['a b'] }],
            [{ send: { eventexpr: '!', id: 's' } }],
            [{ send: { event: 'e', params: { x: '1 1' } } }],
            [{ send: { event: 'e', namelist: ['a b'] } }],
            [{ send: { event: 'e', content: '%' } }],
            [{ send: { event: 'e', delayexpr: '#' } }],
            [{ send: { event: 'e', targetexpr: '..' } }],
            [{ send: { event: 'e', idlocation: '1' } }],
            [{ send: { event: 'done.x' } }],
            [{ send: { event: 'a b' } }],
            [{ raise: 'error.x' }],
            [{ cancel: { sendidexpr: '/' } }],
          ],
          invoke: [
            { srcexpr: '(' },
            { src: 'x', input: { a: '(' } },
            { machineexpr: '(' },
            { src: 'x', idlocation: '1' },
          ],
          transitions: [
            { event: 'e', cond: '(', target: 'b' },
            { event: 'error', do: [{ log: 'error', expr: '_event.data' }] },
            { event: 'go', target: 'b' },
          ],
        },
        {
          id: 'b',
          states: [{ id: 'f', type: 'final', donedata: { content: '(' } }],
          transitions: [
            { event: 'error', do: [{ log: 'error', expr: '_event.data' }] },
            { event: 'done.state.b', target: 'c' },
          ],
        },
        { id: 'c', type: 'final', donedata: { params: { a: '(', b: '1' } } },
      ],
    },
    ['e', 'go'],
  ),
};
