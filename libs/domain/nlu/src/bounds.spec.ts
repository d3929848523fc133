import { MAX_CHARACTERS } from './index.ts';
import { readTrainingSet } from './testing/example-flows.ts';
import { train } from './train.ts';

describe('the bounds of understanding', () => {
  const model = train(readTrainingSet('bank-transfer'));

  it.each([
    ['one word', 'a'.repeat(262_144)],
    ['unknown words', 'zurklefant '.repeat(23_831)],
    ['digits', '1,'.repeat(131_072)],
    ['marks', '?!'.repeat(131_072)],
    ['number words', 'hundred and '.repeat(21_845)],
  ])('takes 256 kB of %s for its beginning alone', (_, text) => {
    expect(model.understand(text)).toEqual(model.understand(text.slice(0, MAX_CHARACTERS)));
  });

  it('hears what stands at the beginning, and not what stands behind the bound', () => {
    expect(model.understand(`send 200 to Ann ${'. '.repeat(MAX_CHARACTERS)} cancel`).entities).toEqual(
      model.understand('send 200 to Ann').entities,
    );
  });
});
