import { parseExample } from './annotation.ts';

describe('an annotated example', () => {
  it('gives the plain text and where the slots stand in it', () => {
    const { text, spans } = parseExample('send [200](amount) to [my sister](recipient) now');
    expect(text).toBe('send 200 to my sister now');
    expect(spans.map(({ slot, start, end }) => [slot, text.slice(start, end)])).toEqual([
      ['amount', '200'],
      ['recipient', 'my sister'],
    ]);
  });

  it.each(['no brackets', 'a [list] (aside)', 'open [bracket', '[](amount)', '[x](not a slot)'])(
    'leaves "%s" as it is',
    (text) => {
      expect(parseExample(text)).toEqual({ text, spans: [] });
    },
  );
});
