import { parseExample } from './annotation.ts';
import { readHeldOut, readTrainingSet } from './testing/example-flows.ts';
import type { HeldOutSentence } from './testing/example-flows.ts';
import { train } from './train.ts';
import type { Model } from './types.ts';

const THRESHOLD = 0.6;
const LEAST_SHARE = 0.9;

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim();

function isRight(model: Model, { text, intent, entities }: HeldOutSentence): boolean {
  const understood = model.understand(text);
  const taken = understood.confidence >= THRESHOLD ? understood.intent : null;
  const found = new Map(understood.entities.map(({ name, value }) => [name, value]));
  const expected = Object.entries(entities);
  return (
    taken === intent && found.size === expected.length && expected.every(([name, value]) => found.get(name) === value)
  );
}

describe.each(['bank-transfer', 'clinic-appointment'])('the %s flow and sentences it has never seen', (flow) => {
  const set = readTrainingSet(flow);
  const heldOut = readHeldOut(flow);
  const model = train(set);

  it('has at least 12 examples of every intent in every language', () => {
    const counts = set.intents.map(({ examples }) => new Set(examples).size);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(12);
  });

  it('holds out sentences that are no examples, enough of them', () => {
    const examples = new Set(
      set.intents.flatMap((intent) => intent.examples.map((text) => plain(parseExample(text).text))),
    );
    expect(heldOut.sentences.filter(({ text }) => examples.has(plain(text)))).toEqual([]);
    expect(heldOut.sentences.length).toBeGreaterThanOrEqual(60);
    expect(heldOut.offTopic.length).toBeGreaterThanOrEqual(40);
  });

  it('gets intent and entities of at least nine in ten right at the threshold [E029] [E045]', () => {
    const wrong = heldOut.sentences.filter((sentence) => !isRight(model, sentence));
    const share = 1 - wrong.length / heldOut.sentences.length;
    expect({ share, enough: share >= LEAST_SHARE, wrong: wrong.map(({ text }) => text) }).toMatchObject({
      enough: true,
    });
  });

  it('stays below the threshold on gibberish and on sentences about something else', () => {
    const taken = heldOut.offTopic.filter((text) => model.understand(text).confidence >= THRESHOLD);
    expect(taken).toEqual([]);
  });
});

describe('the German examples of the clinic flow', () => {
  const model = train(readTrainingSet('clinic-appointment', 'de'));
  const intentOf = (text: string) => {
    const { intent, confidence } = model.understand(text);
    return confidence >= THRESHOLD ? intent : null;
  };

  it.each([
    ['Guten Morgen!', 'hello'],
    ['ich hätte gern einen Termin', 'book'],
    ['ich brauche dringend einen Termin am Freitg', 'book'],
    ['wann macht ihr zu', 'opening_hours'],
    ['bitte stornieren', 'cancel'],
    ['Kann ich mit einem Mitarbeiter reden', 'human'],
    ['jo', 'yes'],
    ['nö danke', 'no'],
  ])('understands "%s" as %s', (text, intent) => {
    expect(intentOf(text)).toBe(intent);
  });

  it.each(['wie wird das Wetter morgen in Hamburg', 'asdf jklö', 'wer ist Bundeskanzler', 'mein Auto ist kaputt'])(
    'takes "%s" for nothing of its own',
    (text) => {
      expect(intentOf(text)).toBeNull();
    },
  );

  it('finds the day, the person and the number of visits', () => {
    const { entities } = model.understand('Montag für Peter Schulz, drei Termine');
    expect(entities.map(({ name, value }) => [name, value])).toEqual([
      ['day', 'Montag'],
      ['patient', 'Peter Schulz'],
      ['visits', 3],
    ]);
  });
});
