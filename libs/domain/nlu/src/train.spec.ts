import fc from 'fast-check';
import { readTrainingSet } from './testing/example-flows.ts';
import { train } from './train.ts';
import type { TrainingSet, Understanding } from './types.ts';
import { understand } from './understand.ts';

const bank = train(readTrainingSet('bank-transfer'));
const clinic = train(readTrainingSet('clinic-appointment'));
const valuesOf = ({ entities }: Understanding) => entities.map(({ name, value }) => [name, value]);

describe('understanding a message', () => {
  it('names the intent, how sure it is, and what else it might be, likeliest first [E074]', () => {
    const { intent, confidence, alternatives } = understand(bank, 'what does sending 200 cost?');
    expect(intent).toBe('fees');
    expect(confidence).toBeGreaterThan(0.6);
    expect(alternatives.map((each) => each.intent)).not.toContain('fees');
    expect(alternatives.map((each) => each.confidence)).toEqual(
      alternatives.map((each) => each.confidence).sort((a, b) => b - a),
    );
  });

  it('finds values in any message, with their places [E075]', () => {
    const text = 'hi, send 200 to my sister please';
    const { entities } = understand(bank, text);
    expect(entities).toEqual([
      { name: 'amount', value: 200, text: '200', start: 9, end: 12 },
      { name: 'recipient', value: 'my sister', text: 'my sister', start: 16, end: 25 },
    ]);
    expect(entities.every(({ start, end, text: said }) => text.slice(start, end) === said)).toBe(true);
  });

  it.each([
    ['no, 200', 'no', [['amount', 200]]],
    ['what does sending 200 cost?', 'fees', [['amount', 200]]],
    [
      'pay Bob 50',
      'transfer',
      [
        ['recipient', 'Bob'],
        ['amount', 50],
      ],
    ],
    [
      'send 50,000 to Ann',
      'transfer',
      [
        ['amount', 50_000],
        ['recipient', 'Ann'],
      ],
    ],
    [
      'send two hundred to the landlord',
      'transfer',
      [
        ['amount', 200],
        ['recipient', 'landlord'],
      ],
    ],
    [
      'send not 200, 300 to Ann',
      'transfer',
      [
        ['amount', 300],
        ['recipient', 'Ann'],
      ],
    ],
    [
      'send 200, no wait, 300 to Ann',
      'transfer',
      [
        ['amount', 300],
        ['recipient', 'Ann'],
      ],
    ],
    ['transfer money', 'transfer', []],
  ])('reads "%s" as %s with %j', (text, intent, values) => {
    const understood = understand(bank, text);
    expect([understood.intent, valuesOf(understood)]).toEqual([intent, values]);
  });

  it('gives allowed values as the flow writes them, whatever the spelling', () => {
    expect(valuesOf(understand(clinic, 'Appointment for my daughter on THURS, 2 visits'))).toEqual([
      ['patient', 'my daughter'],
      ['day', 'thursday'],
      ['visits', 2],
    ]);
    expect(valuesOf(understand(clinic, 'book wendesday'))).toEqual([['day', 'wednesday']]);
  });

  it('takes no time of day for a number of visits', () => {
    expect(valuesOf(understand(clinic, 'can I come on monday at 3?'))).toEqual([['day', 'monday']]);
  });

  it.each(['200', 'monday please', 'Ann', 'John Smith', 'lots', '', '...', '🙂', 'please', 'well'])(
    'reads no intent into "%s" alone: the open question knows',
    (text) => {
      expect(Math.max(understand(bank, text).confidence, understand(clinic, text).confidence)).toBeLessThan(0.6);
    },
  );

  it('is never sure of a text whose words it does not know', () => {
    const letters = fc.string({ minLength: 5, maxLength: 9, unit: fc.constantFrom(...'bcdfghjklmpqrvwxz') });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 8 }), (unknown) => {
        expect(understand(bank, unknown.join(' ')).confidence).toBeLessThan(0.6);
      }),
    );
  });

  it('answers any text with places inside it and confidences between 0 and 1', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\u0000', '\ud800 200'),
    );
    fc.assert(
      fc.property(text, (said) => {
        const { confidence, entities, alternatives } = understand(clinic, said);
        expect(entities.every((each) => said.slice(each.start, each.end) === each.text)).toBe(true);
        expect(
          [confidence, ...alternatives.map((each) => each.confidence)].every((each) => each >= 0 && each <= 1),
        ).toBe(true);
      }),
    );
  });

  it('reads the beginning of a text of any length, and no more', () => {
    const long = `send 200 to Ann ${'and so on '.repeat(26_000)}cancel`;
    expect(understand(bank, long)).toEqual(understand(bank, long.slice(0, 600)));
  });
});

describe('training', () => {
  const set = readTrainingSet('bank-transfer');

  it('gives a model that understands alike, whenever it is trained', () => {
    const again = train(set);
    const texts = ['send 200 to Ann', 'yep', 'what is this', 'could I get someone on the phone?', 'nope, 30'];
    expect(texts.map((text) => again.understand(text))).toEqual(texts.map((text) => bank.understand(text)));
  });

  it('makes a flow about the weather understand what is small talk to the others', () => {
    const weather: TrainingSet = {
      language: 'en',
      slots: { city: { type: 'text' } },
      intents: [
        {
          name: 'forecast',
          examples: [
            "what's the weather in [Rome](city)?",
            'will it rain tomorrow?',
            'weather forecast for [Oslo](city)',
            'is it going to be sunny in [Cairo](city)?',
            'how cold will it be?',
            'do I need an umbrella in [London](city)?',
          ],
        },
        { name: 'stop', examples: ['stop', 'quit', 'enough', 'no more weather, thanks'] },
      ],
    };
    const model = train(weather);
    const understood = model.understand("what's the weather like in Hamburg?");
    expect([understood.intent, understood.confidence > 0.6, valuesOf(understood)]).toEqual([
      'forecast',
      true,
      [['city', 'Hamburg']],
    ]);
    expect(model.understand('pay my rent').confidence).toBeLessThan(0.6);
    expect(bank.understand("what's the weather like in Hamburg?").confidence).toBeLessThan(0.6);
  });

  it('works from examples alone in a language it has no pack for', () => {
    const model = train({
      language: 'fr',
      slots: { montant: { type: 'number' } },
      intents: [
        {
          name: 'virement',
          examples: [
            'envoyer de l’argent',
            'je veux faire un virement',
            'virer [200](montant) euros',
            'un virement de [1 000](montant)',
            'transférer de l’argent',
          ],
        },
        { name: 'annuler', examples: ['annuler', 'je veux annuler', 'stop', 'laisse tomber', 'annule le virement'] },
      ],
    });
    const understood = model.understand('je veux virer 1 500 euros');
    expect([understood.intent, valuesOf(understood)]).toEqual(['virement', [['montant', 1500]]]);
    expect(model.understand('annuler svp').intent).toBe('annuler');
    expect(model.understand('la tour Eiffel mesure combien').confidence).toBeLessThan(0.6);
  });

  it('lets a unit that the examples use be part of a number slot', () => {
    const examples = [
      'stay [3](nights) days',
      'I stay for [2](nights) days',
      '[five](nights) days please',
      'a room for [4](nights) days',
    ];
    const set = {
      language: 'en',
      slots: { nights: { type: 'number' } },
      intents: [{ name: 'stay', examples }],
    } as const;
    expect(valuesOf(train(set).understand('we stay for 6 days'))).toEqual([['nights', 6]]);
  });

  it('survives a flow without intents, without examples, and with slots nobody annotated', () => {
    const empty = train({ language: 'en', slots: {}, intents: [] });
    expect(empty.understand('hello')).toEqual({ intent: null, confidence: 0, entities: [], alternatives: [] });
    const bare = train({
      language: 'en',
      slots: { who: { type: 'text' } },
      intents: [{ name: 'hello', examples: [] }],
    });
    expect(bare.understand('hello Ann').entities).toEqual([]);
  });
});
