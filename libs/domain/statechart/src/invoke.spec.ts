import { effectsOf, logged, play, traced } from './testing/player.ts';
import { step } from './step.ts';

const bank = {
  data: [{ id: 'slots', value: { amount: 200 } }],
  states: [
    { id: 'ask', transitions: [{ event: 'yes', target: 'execute' }] },
    {
      id: 'execute',
      invoke: [{ id: 'pay', src: 'bank.transfer', input: { amount: 'slots.amount' }, config: { timeoutMs: 500 } }],
      transitions: [
        { event: 'done.invoke.pay', target: 'paid', do: [{ log: 'id', expr: 'event.id' }] },
        { event: 'error.invoke.failed.pay', target: 'refused' },
        { event: 'error.invoke.unknown.pay', target: 'unclear' },
        { event: 'cancel', target: 'ask' },
      ],
    },
    { id: 'paid' },
    { id: 'refused' },
    { id: 'unclear' },
  ],
};

describe('work outside the machine', () => {
  it('is asked for by an effect with an operation id, kept in the snapshot', () => {
    const player = play(bank);
    expect(player.send('yes').effects).toEqual([
      {
        kind: 'invoke',
        operation: 'talk:2:0',
        invoke: 'pay',
        state: 'execute',
        src: 'bank.transfer',
        input: { amount: 200 },
        config: { timeoutMs: 500 },
        at: '/states/1/invoke/0',
      },
    ]);
    expect(player.snapshot.operations).toEqual([{ operation: 'talk:2:0', invoke: 'pay', state: 'execute' }]);
  });

  it.each([
    ['done', 'paid'],
    ['failed', 'refused'],
    ['unknown', 'unclear'],
  ] as const)('answers %s with an event of its own', (outcome, state) => {
    const player = play(bank);
    player.send('yes');
    player.answer('talk:2:0', outcome, { id: 't-1' });
    expect(player.leaves).toEqual([state]);
    expect(player.snapshot.operations).toEqual([]);
  });

  it('hands its result over as the data of the event', () => {
    const player = play(bank);
    player.send('yes');
    const step = player.answer('talk:2:0', 'done', { id: 't-1' });
    expect(logged(step)).toEqual(['id="t-1"']);
    expect(traced(step, 'event')).toMatchObject([{ name: 'done.invoke.pay', from: 'outside' }]);
    expect(effectsOf(step, 'cancel')).toEqual([]);
  });

  it('cannot answer twice', () => {
    const player = play(bank);
    player.send('yes');
    player.answer('talk:2:0', 'done', { id: 't-1' });
    expect(player.answer('talk:2:0', 'done', { id: 't-1' })).toMatchObject({
      outcome: 'refused',
      refusal: 'stale-operation',
    });
    expect(player.leaves).toEqual(['paid']);
  });

  it('cannot be answered by somebody who makes an id up', () => {
    const player = play(bank);
    player.send('yes');
    for (const operation of ['talk:2:1', 'pay', '', '__proto__']) {
      expect(player.answer(operation, 'done')).toMatchObject({ outcome: 'refused', refusal: 'stale-operation' });
    }
    expect(player.send('done.invoke.pay')).toMatchObject({ outcome: 'refused', refusal: 'reserved-event' });
    expect(player.leaves).toEqual(['execute']);
  });

  it('is cancelled by leaving its state, and its late result is stale', () => {
    const player = play(bank);
    player.send('yes');
    expect(player.send('cancel').effects).toEqual([
      { kind: 'cancel', operation: 'talk:2:0', at: '/states/1/invoke/0' },
    ]);
    expect(player.answer('talk:2:0', 'done')).toMatchObject({ refusal: 'stale-operation' });
  });

  it('is another operation when its state is entered again', () => {
    const player = play(bank);
    for (const event of ['yes', 'cancel', 'yes']) player.send(event);
    expect(player.snapshot.operations).toEqual([{ operation: 'talk:4:0', invoke: 'pay', state: 'execute' }]);
    expect(player.answer('talk:2:0', 'done')).toMatchObject({ refusal: 'stale-operation' });
  });

  it('does not begin when its state is left in the same macrostep', () => {
    const player = play({
      states: [
        { id: 'a', transitions: [{ event: 'go', target: 'b' }] },
        { id: 'b', invoke: [{ id: 'job', src: 'x' }], transitions: [{ target: 'c' }] },
        { id: 'c' },
      ],
    });
    expect(player.send('go').effects).toEqual([]);
    expect(player.snapshot.operations).toEqual([]);
  });

  it('begins after all that the macrostep does, with the data of that moment', () => {
    const player = play({
      data: [{ id: 'n', value: 1 }],
      states: [
        {
          id: 'a',
          entry: [{ raise: 'later' }],
          invoke: [{ id: 'job', src: 'x', input: { n: 'n' } }],
          transitions: [{ event: 'later', do: [{ assign: 'n', expr: '2' }, { log: 'later' }] }],
        },
      ],
    });
    expect(player.last.effects.map(({ kind }) => kind)).toEqual(['log', 'invoke']);
    expect(effectsOf(player.last, 'invoke')).toMatchObject([{ operation: 'talk:1:1', input: { n: 2 } }]);
  });

  it('does not begin, and raises error.execution, when its input cannot be computed', () => {
    const player = play({
      states: [
        {
          id: 'a',
          invoke: [{ id: 'job', src: 'x', input: { n: 'missing' } }],
          transitions: [{ event: 'error.execution', target: 'b' }],
        },
        { id: 'b' },
      ],
    });
    expect(player.last.effects).toEqual([]);
    expect(player.leaves).toEqual(['b']);
  });

  it('numbers its effects after those that the same entry has already', () => {
    const player = play({
      states: [
        { id: 'a', transitions: [{ event: 'go', target: 'b' }] },
        { id: 'b', invoke: [{ id: 'j', src: 'x' }] },
      ],
    });
    const at = { now: 1, seed: '', conversation: 'c', seq: 7, firstIndex: 3 };
    const stepped = step(player.machine, player.snapshot, { kind: 'event', name: 'go' }, at);
    expect(stepped.snapshot.operations).toEqual([{ operation: 'c:7:3', invoke: 'j', state: 'b' }]);
  });
});
