import type { CoreMachine, CoreState } from '../core-format.ts';
import { restore } from '../restore.ts';
import { effectsOf, logged, play } from '../testing/player.ts';

function child(parts: Omit<CoreMachine, 'schema' | 'id'>, id = 'child'): CoreMachine {
  return { schema: 'core/1', id, ...parts };
}

/** A child that says something to its parent and stays. */
const speaker = (event: string): CoreMachine =>
  child({ states: [{ id: 'k', entry: [{ send: { event, target: '#_parent' } }] }] });
const PASS: readonly CoreState[] = [{ id: 'pass' }, { id: 'fail' }];

describe('W3C 6.5: finalize', () => {
  const answering = child({
    states: [{ id: 'k', entry: [{ send: { event: 'answer', target: '#_parent', params: { a: '2' } } }] }],
  });

  it('runs before the transitions look at the data (IRP 233)', () => {
    const player = play({
      data: [{ id: 'x', value: 1 }],
      states: [
        {
          id: 's',
          invoke: [{ machine: answering, finalize: [{ assign: 'x', expr: '_event.data.a' }] }],
          transitions: [
            { event: 'answer', cond: 'x == 2', target: 'pass' },
            { event: 'answer', target: 'fail' },
          ],
        },
        ...PASS,
      ],
    });
    expect(player.leaves).toEqual(['pass']);
  });

  it('runs only for the child that spoke (IRP 234)', () => {
    const player = play({
      data: [
        { id: 'x', value: 1 },
        { id: 'y', value: 1 },
      ],
      states: [
        {
          id: 'p',
          type: 'parallel',
          states: [
            { id: 'one', invoke: [{ machine: answering, finalize: [{ assign: 'x', expr: '_event.data.a' }] }] },
            { id: 'two', invoke: [{ machine: speaker('other'), finalize: [{ assign: 'y', expr: '_event.data.a' }] }] },
          ],
          transitions: [{ event: 'answer', target: 'seen' }],
        },
        { id: 'seen' },
      ],
    });
    expect(player.snapshot.data).toEqual({ x: 2, y: 1 });
  });

  it('takes over the name list where it is empty', () => {
    const player = play({
      data: [
        { id: 'a', value: 1 },
        { id: 'b', value: 1 },
      ],
      states: [{ id: 's', invoke: [{ machine: answering, namelist: ['a', 'b'], finalize: [] }] }],
    });
    expect(player.snapshot.data).toEqual({ a: 2, b: 1 });
  });

  it('runs for work outside too, and its error does not keep the event from the transitions', () => {
    const player = play({
      data: [{ id: 'x', value: 1 }],
      states: [
        {
          id: 's',
          defer: ['m'],
          invoke: [
            {
              id: 'job',
              src: 'work',
              finalize: [
                { assign: 'x', expr: '_event.data' },
                { assign: 'no.where', expr: '1' },
              ],
            },
          ],
          transitions: [
            { event: 'done.invoke.job', cond: 'x == 9', do: [{ log: 'taken' }] },
            { event: 'error.execution', do: [{ log: 'error' }] },
          ],
        },
      ],
    });
    const [effect] = effectsOf(player.last, 'invoke');
    expect(logged(player.answer(effect?.operation ?? '', 'done', 9))).toEqual(['taken', 'error']);
  });
});

describe('work outside', () => {
  it('may be computed, and tells the id that was made for it', () => {
    const player = play({
      data: [{ id: 'x', value: 'mail' }, { id: 'id' }],
      states: [
        {
          id: 's',
          invoke: [{ srcexpr: "x + '.send'", idlocation: 'id', namelist: ['x'] }],
          transitions: [{ event: 'done.invoke', do: [{ log: 'done', expr: '_event.name' }] }],
        },
      ],
    });
    const [effect] = effectsOf(player.last, 'invoke');
    expect(effect).toMatchObject({ src: 'mail.send', invoke: player.snapshot.data['id'], input: { x: 'mail' } });
    expect(restore(player.machine, JSON.stringify(player.snapshot))).toMatchObject({ ok: true });
    expect(logged(player.answer(effect?.operation ?? '', 'done'))).toEqual([
      `done="done.invoke.${String(player.snapshot.data['id'])}"`,
    ]);
  });
});
