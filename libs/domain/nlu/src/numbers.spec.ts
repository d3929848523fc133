import { recogniseNumbers } from './numbers.ts';

const valuesOf = (text: string, language = 'en') => recogniseNumbers(text, language).map(({ value }) => value);

describe('numbers in a text', () => {
  it.each([
    ['200', 'en', 200],
    ['1,000', 'en', 1000],
    ['1,000.50', 'en', 1000.5],
    ['1.000,50', 'de', 1000.5],
    ['1.000', 'de', 1000],
    ['1.000', 'en', 1],
    ['1,5', 'en', 1.5],
    ['1.234.567,8', 'de', 1234567.8],
    ['1 000', 'fr', 1000],
    ['1\u202f000', 'en', 1000],
    ["1'000", 'de', 1000],
    ['1.5k', 'en', 1500],
    ['2 thousand dollars', 'en', 2000],
    ['£50', 'en', 50],
    ['200€', 'en', 200],
    ['USD 200', 'en', 200],
    ['50 quid', 'en', 50],
    ['-5', 'en', -5],
    ['two hundred', 'en', 200],
    ['a hundred and five', 'en', 105],
    ['twenty-five', 'en', 25],
    ['three thousand two hundred and fifty', 'en', 3250],
    ['zweihundertfünfzig Euro', 'de', 250],
    ['einundzwanzig', 'de', 21],
    ['no, 200', 'en', 200],
    ['200.', 'en', 200],
  ])('reads "%s" (%s) as %d', (text, language, value) => {
    expect(valuesOf(text, language)).toEqual([value]);
  });

  it('keeps several numbers apart', () => {
    expect(valuesOf('200, 300 and four hundred')).toEqual([200, 300, 400]);
    expect(valuesOf('one two three')).toEqual([1, 2, 3]);
  });

  it.each(['12/05/2026', '2026-05-12', '1.2.3', '10:30', 'A123', 'b2b', '1e5', '12abc', 'that one', '5551234-99'])(
    'reads no number into "%s"',
    (text) => {
      expect(valuesOf(text)).toEqual([]);
    },
  );

  it('tells measures and times of day from amounts', () => {
    const kinds = recogniseNumbers('20 at 3 for 5% and 2 hours, £7', 'en').map(({ value, kind }) => [value, kind]);
    expect(kinds).toEqual([
      [20, 'plain'],
      [3, 'unit'],
      [5, 'unit'],
      [2, 'unit'],
      [7, 'money'],
    ]);
  });

  it('says where the number stands, and where it stands with its currency', () => {
    const text = 'send £1.5k now';
    const [number] = recogniseNumbers(text, 'en');
    expect(number).toMatchObject({ text: '1.5k', kind: 'money' });
    expect(text.slice(number?.start, number?.end)).toBe('1.5k');
    expect(text.slice(number?.outerStart, number?.outerEnd)).toBe('£1.5k');
  });
});
