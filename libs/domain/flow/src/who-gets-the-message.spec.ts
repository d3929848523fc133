import type { Value, ValueMap } from '@parley/expression';
import type { FlowModel } from './model.ts';
import { end, flowOf, play, say, texts } from './testing/small-flows.ts';
import { runTranscript } from './transcript/run-transcript.ts';

const task: ValueMap = {
  initial: 'size',
  transitions: [{ on: 'done.state.task', target: 'over' }],
  states: {
    size: {
      type: 'slot',
      slot: 'size',
      ask: { en: 'Size?' },
      invalid: { en: '1 to 9.' },
      next: 'name',
      onFailed: 'failed',
    },
    name: {
      type: 'slot',
      slot: 'name',
      ask: { en: 'Name?' },
      invalid: { en: 'A name.' },
      next: 'filled',
      onFailed: 'failed',
    },
    failed: { type: 'end', entry: [say('Failed.')] },
    filled: { type: 'end', entry: [say('{{ slots.size }} for {{ slots.name }}.')] },
  },
};

describe('who gets a message', () => {
  const flow = flowOf(
    {
      talk: {
        initial: 'task',
        transitions: [
          { on: 'intent:help', when: 'vars.open', do: [say('Help.')] },
          { on: 'message', do: [say('Last resort.')] },
        ],
        states: { task, over: { transitions: [{ on: 'message', do: [say('Plain.')] }] } },
      },
    },
    'talk',
  );

  it('is an ancestor that handles the intent, before the value inside the text', () => {
    const [first, second] = play(flow, 'help: what does 5 mean?', 'a 5 then');
    expect(first).toMatchObject({ texts: ['Help.'], slots: {} });
    expect(second).toMatchObject({ texts: ['Name?'], slots: { size: 5 } });
  });

  it('is the open slot, if the whole text is its value, before any intent', () => {
    const numeric: FlowModel = {
      understand: () => ({ intent: 'help', confidence: 1, entities: [], alternatives: [] }),
    };
    const script = { title: '', flow: '', steps: [{ open: true as const }, { say: '5' }] };
    expect(runTranscript(flow, numeric, script).seen[1]).toMatchObject({ texts: ['Name?'], slots: { size: 5 } });
  });

  it('is not an ancestor whose condition does not hold', () => {
    const closed = flowOf(
      {
        talk: {
          initial: 'task',
          transitions: [{ on: 'intent:help', when: '!vars.open', do: [say('Help.')] }],
          states: { task, over: { transitions: [{ on: 'message', do: [say('Plain.')] }] } },
        },
      },
      'talk',
    );
    expect(texts(play(closed, 'help'))).toEqual([['1 to 9.']]);
  });

  it('is a plain message transition only where nothing else takes it', () => {
    expect(texts(play(flow, 'huh', '4', 'Ann', 'whatever', 'help'))).toEqual([
      ['1 to 9.'],
      ['Name?'],
      ['4 for Ann.'],
      ['Plain.'],
      ['Help.'],
    ]);
  });
});

describe('a free text slot', () => {
  const flow = flowOf(
    {
      talk: { initial: 'task', states: { task, over: end }, transitions: [{ on: 'done.state.talk', target: 'done' }] },
      done: end,
    },
    'talk',
  );

  it('takes its entity, else the whole text', () => {
    expect(texts(play(flow, '4', 'for @Ann please'))).toEqual([['Name?'], ['4 for Ann.']]);
    expect(texts(play(flow, '4', '  Ann B.  '))).toEqual([['Name?'], ['4 for Ann B..']]);
  });

  it('refuses a text in which an unhandled intent was understood', () => {
    expect(texts(play(flow, '4', 'order'))).toEqual([['Name?'], ['A name.']]);
  });

  it('is corrected past by another value with an understood intent', () => {
    const [, corrected, named] = play(flow, '4', 'no: 6', 'Ann');
    expect(corrected).toMatchObject({ texts: ['Name?'], slots: { size: 6 } });
    expect(named?.texts).toEqual(['6 for Ann.']);
  });

  it('changes nothing when nobody can tell a name from a correction', () => {
    expect(play(flow, '4', 'Flat 7')[1]).toMatchObject({ texts: ['A name.'], slots: { size: 4 } });
  });

  it('goes back to the slot whose correction does not fit', () => {
    const [, back, again] = play(flow, '4', 'no: 60', '5');
    expect(back).toMatchObject({ texts: ['1 to 9.'], slots: {} });
    expect(again).toMatchObject({ texts: ['Name?'], slots: { size: 5 } });
  });

  it('[E046] is asked again after a wrong answer, and fails at the third', () => {
    expect(texts(play(flow, '4', 'order', 'order', 'order'))).toEqual([
      ['Name?'],
      ['A name.'],
      ['A name.'],
      ['Failed.'],
    ]);
  });
});

describe('outside events', () => {
  const rest: Value = {
    transitions: [
      { on: 'order.paid', do: [say('Paid {{ event.id }}.')] },
      { on: '*', do: [say('Something.')] },
    ],
  };
  const flow = flowOf({ rest }, 'rest', {
    events: { 'order.paid': { data: { id: { type: 'string' } } }, 'order.lost': {} },
  });

  it('are taken by name, with their data, else by *', () => {
    expect(texts(play(flow, { event: 'order.paid', data: { id: 'A1' } }, { event: 'order.lost' }, 'hello'))).toEqual([
      ['Paid A1.'],
      ['Something.'],
      ['Something.'],
    ]);
  });

  it.each(['done.state.rest', 'error.execution', 'after.1', 'op.done'])('cannot be forged as %s', (event) => {
    expect(play(flow, { event })[0]).toMatchObject({ texts: [], outcome: 'reserved-event' });
  });
});
