import type { Value, ValueMap } from '@parley/expression';
import { scripted } from '@parley/nlu';
import type { Understanding } from '@parley/nlu';
import { checkFlow } from './check-flow.ts';
import type { Flow } from './flow.ts';
import type { FlowModel } from './model.ts';
import { runTranscript } from './transcript/run-transcript.ts';
import type { Seen, TranscriptStep } from './transcript/transcript.ts';

const INTENTS = ['order', 'help', 'yes', 'no', 'stop'];

/** A flow from its states alone; every intent exists. */
function flowOf(states: unknown, initial: string, more: ValueMap = {}): Flow {
  const checked = checkFlow(
    JSON.stringify({
      schema: 'flow/1',
      id: 'test',
      languages: ['en'],
      slots: { size: { type: 'number', min: 1, max: 9 }, name: { type: 'text', maxLength: 10 } },
      vars: { open: { type: 'boolean', default: true } },
      intents: Object.fromEntries(INTENTS.map((intent) => [intent, { examples: { en: [intent] } }])),
      ...more,
      initial,
      states,
    }),
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems, null, 1));
  return checked.flow;
}

/** `order: 5 cakes` is understood as `order`, digits as `size`; without a colon nothing is understood. */
const model: FlowModel = { understand: (text) => scripted({ [text]: understood(text) }).understand(text) };

function understood(text: string): Understanding {
  const intent = /^(\w+):/.exec(text)?.[1] ?? (INTENTS.includes(text) ? text : null);
  const entities = [...text.matchAll(/\d+|@(\w+)/g)].map((match) => ({
    name: match[1] === undefined ? 'size' : 'name',
    value: match[1] ?? Number(match[0]),
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  return { intent, confidence: intent === null ? 0 : 0.9, entities, alternatives: [] };
}

function play(flow: Flow, ...steps: readonly (string | TranscriptStep)[]): readonly Seen[] {
  const all: TranscriptStep[] = steps.map((each) => (typeof each === 'string' ? { say: each } : each));
  return runTranscript(flow, model, { title: '', flow: '', steps: [{ open: true }, ...all] }).seen.slice(1);
}

const texts = (seen: readonly Seen[]): readonly (readonly string[])[] => seen.map((each) => each.texts);
const say = (text: string): ValueMap => ({ say: { en: text } });
const end = { type: 'end' };

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

describe('a question with choices', () => {
  const confirm: ValueMap = {
    type: 'intent',
    ask: { en: 'Sure?' },
    choices: [
      { label: { en: 'Yes' }, intent: 'yes' },
      { label: { en: 'No' }, intent: 'no' },
    ],
    transitions: [
      { on: 'intent:yes', target: 'paid' },
      { on: 'intent:no', target: 'kept' },
    ],
    noMatch: [{ en: 'Yes or no?' }],
    onFailed: 'kept',
  };
  const paid = { type: 'response', ...say('Paid.'), next: 'rest' };
  const kept = { type: 'response', ...say('Kept.'), next: 'rest' };
  const rest = { transitions: [{ on: 'intent:order', target: 'confirm' }] };
  const flow = flowOf({ rest, confirm, paid, kept }, 'rest');

  it('repeats its choices when it does not understand, and keeps its number', () => {
    const [asked, again, pressed] = play(flow, 'order', 'huh', { press: 'Yes', from: 1 });
    expect([asked?.choices, again?.choices]).toEqual([
      ['Yes', 'No'],
      ['Yes', 'No'],
    ]);
    expect(pressed?.texts).toEqual(['Paid.']);
  });

  it('takes a label typed whole, whatever its case and marks', () => {
    expect(texts(play(flow, 'order', ' YES! '))).toEqual([['Sure?'], ['Paid.']]);
  });

  it('has as many rungs as texts', () => {
    expect(texts(play(flow, 'order', 'huh', 'huh'))).toEqual([['Sure?'], ['Yes or no?'], ['Kept.']]);
  });

  it('does not count a pressed button of an older question', () => {
    const seen = play(flow, 'order', 'no', 'order', { press: 'Yes', from: 1 }, 'huh', 'huh');
    expect(texts(seen)).toEqual([['Sure?'], ['Kept.'], ['Sure?'], ['Sure?'], ['Yes or no?'], ['Kept.']]);
  });

  it.each(['yes', 'Yes', 'yes: do it'])('does not count %j sent before it was asked', (answer) => {
    const seen = play(flow, { say: 'order', takes: '200ms' }, { say: answer, after: '50ms' }, { say: answer });
    expect(texts(seen)).toEqual([['Sure?'], ['Sure?'], ['Paid.']]);
  });

  it('counts what was sent one millisecond after it was asked, and not in the same', () => {
    expect(texts(play(flow, { say: 'order', takes: '50ms' }, { say: 'yes', after: '50ms' }))).toEqual([
      ['Sure?'],
      ['Sure?'],
    ]);
    expect(texts(play(flow, { say: 'order', takes: '50ms' }, { say: 'yes', after: '51ms' }))).toEqual([
      ['Sure?'],
      ['Paid.'],
    ]);
  });

  it('is not answered by the button of a question in another region', () => {
    const region = (name: string): ValueMap => ({
      initial: `${name}Ask`,
      states: {
        [`${name}Ask`]: {
          ...confirm,
          ask: { en: `${name}?` },
          choices: [{ label: { en: `Yes ${name}` }, intent: 'yes' }],
          transitions: [{ on: 'intent:yes', target: `${name}Done` }],
          onFailed: `${name}Done`,
        },
        [`${name}Done`]: { transitions: [{ on: 'intent:stop', target: `${name}Ask` }] },
      },
    });
    const two = flowOf({ both: { type: 'parallel', states: { a: region('a'), b: region('b') } } }, 'both');
    const [pressed, next] = play(two, { press: 'Yes b' }, { press: 'Yes a', from: 1 });
    expect(pressed?.states).toEqual(['aAsk', 'bDone']);
    expect(next?.states).toEqual(['aDone', 'bDone']);
  });

  it('is asked anew when the answer brings another value for the task', () => {
    const order = flowOf(
      {
        task: {
          initial: 'size',
          transitions: [{ on: 'done.state.task', target: 'rest' }],
          states: {
            size: { type: 'slot', slot: 'size', ask: { en: 'Size?' }, next: 'sure', onFailed: 'left' },
            sure: {
              ...confirm,
              ask: { en: 'Size {{ slots.size }}?' },
              transitions: [
                { on: 'intent:yes', target: 'left' },
                { on: 'intent:no', target: 'left' },
              ],
              onFailed: 'left',
            },
            left: end,
          },
        },
        rest: { transitions: [{ on: 'intent:order', target: 'task' }] },
      },
      'task',
    );
    const seen = play(order, '4', 'yes: but 5', { press: 'Yes', from: 1 }, 'yes: 5', 'order');
    expect(texts(seen)).toEqual([['Size 4?'], ['Size 5?'], ['Size 5?'], [], ['Size 5?']]);
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
