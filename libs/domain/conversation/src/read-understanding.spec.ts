import { nothingUnderstood } from '@parley/flow';
import { readUnderstanding } from './read-understanding.ts';

const text = 'send 200 to Bob';
const intents = ['transfer', 'fees'];
const read = (answer: Parameters<typeof readUnderstanding>[0]): unknown => readUnderstanding(answer, text, intents);

describe("a model's answer", () => {
  it('names intent, confidence, entities and alternatives; a value stands where its words do', () => {
    const answer = {
      intent: 'transfer',
      confidence: 0.9,
      entities: { recipient: 'Bob', amount: 200 },
      alternatives: [{ intent: 'fees', confidence: 0.1 }],
    };
    expect(read(answer)).toEqual({
      intent: 'transfer',
      confidence: 0.9,
      entities: [
        { name: 'amount', value: 200, text: '200', start: 5, end: 8 },
        { name: 'recipient', value: 'Bob', text: 'Bob', start: 12, end: 15 },
      ],
      alternatives: [{ intent: 'fees', confidence: 0.1 }],
    });
  });

  it('may find values that do not stand in the text, and several of one name', () => {
    expect(read({ intent: null, entities: { amount: [200, 300] } })).toMatchObject({
      intent: null,
      confidence: 0,
      entities: [
        { value: 300, text: '', start: 0, end: 0 },
        { value: 200, start: 5 },
      ],
    });
  });

  it('may say of a name that there is nothing', () => {
    expect(read({ intent: 'fees', confidence: 1, entities: { amount: null, urgent: true } })).toMatchObject({
      intent: 'fees',
      entities: [],
    });
  });

  it('without a confidence is trusted in nothing', () => {
    expect(read({ intent: 'fees' })).toEqual({ ...nothingUnderstood, intent: 'fees' });
  });

  it('that understood nothing has no confidence', () => {
    expect(read({ intent: null, confidence: 0.8 })).toEqual(nothingUnderstood);
  });

  it('leaves out alternatives that were not asked for, and whatever is too much', () => {
    const alternatives = ['rob', ...Array.from({ length: 9 }, () => 'fees')].map((intent) => ({
      intent,
      confidence: 0,
    }));
    const entities = { amount: Array.from({ length: 99 }, (_, index) => index) };
    const understood = readUnderstanding({ intent: 'fees', confidence: 1, alternatives, entities }, text, intents);
    expect(understood.alternatives.map(({ intent }) => intent)).toEqual(['fees', 'fees', 'fees', 'fees']);
    expect(understood.entities).toHaveLength(64);
  });

  it.each([
    ['nothing', undefined],
    ['no map', 'fees'],
    ['a list', ['fees']],
    ['an intent that was not asked for', { intent: 'rob', confidence: 1 }],
    ['an intent that is no name', { intent: 7, confidence: 1 }],
    ['a confidence above 1', { intent: 'fees', confidence: 1.1 }],
    ['a confidence that is no number', { intent: 'fees', confidence: '1' }],
    ['a confidence that is not a number', { intent: 'fees', confidence: NaN }],
    ['entities that are no map', { intent: 'fees', confidence: 1, entities: ['200'] }],
    ['an entity that is no value', { intent: 'fees', confidence: 1, entities: { amount: { is: 200 } } }],
    ['alternatives that are no list', { intent: 'fees', confidence: 1, alternatives: {} }],
    ['an alternative without a confidence', { intent: 'fees', confidence: 1, alternatives: [{ intent: 'fees' }] }],
  ])('that is %s means that nothing was understood', (_what, answer) => {
    expect(read(answer)).toEqual(nothingUnderstood);
  });
});
