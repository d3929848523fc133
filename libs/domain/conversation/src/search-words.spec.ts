import fc from 'fast-check';
import { searchWords } from './search-words.ts';

describe('the words of a text', () => {
  it.each([
    ['', []],
    ['Hello, hello HELLO!', ['hello']],
    ['Order 4711-B: where is it?', ['order', '4711', 'b', 'where', 'is', 'it']],
    ['Straße, ÄPFEL & naïve cafe\u0301', ['straße', 'äpfel', 'naïve', 'café']],
    ['ﬁne ﬂow', ['fine', 'flow']],
    ['请问 在吗', ['请问', '在吗']],
    ['😀 — …', []],
  ])('%j', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });

  it('are found again by themselves, in any order, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const words = searchWords(text);
        expect([...searchWords(words.join(' '))]).toEqual([...words]);
      }),
    );
  });

  it('are bounded, in number and in length', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => `w${n}`).join(' ');
    expect(searchWords(many)).toHaveLength(64);
    expect(searchWords('😀'.repeat(5) + '𝒳'.repeat(1_000))[0]).toBe('x'.repeat(40));
  });
});
