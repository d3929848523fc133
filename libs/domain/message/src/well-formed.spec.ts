import { wellFormed } from './well-formed.ts';

describe('a text that every store can keep', () => {
  it('has no U+0000 and no lone surrogate', () => {
    expect(wellFormed('a\u0000b\uD800c\uDC00')).toBe('a\uFFFDb\uFFFDc\uFFFD');
  });

  it('keeps whole pairs and everything else', () => {
    expect(wellFormed('pay 😀 to Zoë')).toBe('pay 😀 to Zoë');
  });

  it('replaces the halves of a pair in the wrong order', () => {
    expect(wellFormed('\uDE00\uD83D')).toBe('\uFFFD\uFFFD');
  });
});
