import type { ValueMap } from '@parley/expression';
import { end, flowOf, play, say, texts } from './testing/small-flows.ts';

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
