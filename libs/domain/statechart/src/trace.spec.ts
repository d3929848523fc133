import { play, traced } from './testing/player.ts';

describe('the trace of a step', () => {
  it('names every condition tried, its operands and its result, and where it stands [E048] [E070]', () => {
    const player = play({
      data: [{ id: 'slots', value: { amount: 200 } }],
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'go', cond: 'slots.amount > 1000', target: 'b', at: '/states/a/on/0' },
            { event: 'go', cond: 'slots.amount > 100', target: 'c' },
          ],
        },
        { id: 'b' },
        { id: 'c' },
      ],
    });
    const step = player.send('go');
    expect(traced(step, 'condition')).toEqual([
      {
        type: 'condition',
        at: '/states/a/on/0',
        state: 'a',
        source: 'slots.amount > 1000',
        operands: [{ text: 'slots.amount', value: 200 }],
        result: false,
      },
      {
        type: 'condition',
        at: '/states/0/transitions/1',
        state: 'a',
        source: 'slots.amount > 100',
        operands: [{ text: 'slots.amount', value: 200 }],
        result: true,
      },
    ]);
    expect(traced(step, 'transition')).toEqual([
      { type: 'transition', at: '/states/0/transitions/1', state: 'a', event: 'go', targets: ['c'] },
    ]);
  });

  it('lists actions, exits and entries in the order they ran [E049] [E050] [E051]', () => {
    const player = play({
      states: [
        { id: 'a', exit: [{ log: 'bye' }], transitions: [{ event: 'go', target: 'b', do: [{ raise: 'x' }] }] },
        { id: 'b', entry: [{ effect: 'say' }] },
      ],
    });
    const story = player.send('go').trace.map((record) => {
      if (record.type === 'action') return record.action;
      if (record.type === 'event') return `${record.from} ${record.name}`;
      return `${record.type} ${record.state}`;
    });
    expect(story).toEqual(['outside go', 'exit a', 'log bye', 'transition a', 'raise x', 'enter b', 'say', 'inside x']);
  });
});
