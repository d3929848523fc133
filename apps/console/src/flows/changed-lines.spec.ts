import { changedLines, wordsOfChange } from './changed-lines.ts';

describe('what a publication changes', () => {
  it('is the lines between the first and the last that differ', () => {
    expect(changedLines('a\nb\nc\nd', 'a\nB\nC\nx\nd')).toEqual({ line: 2, removed: 2, added: 3 });
    expect(changedLines('a\nb', 'a\nb\nc')).toEqual({ line: 3, removed: 0, added: 1 });
    expect(changedLines('a\na', 'a')).toEqual({ line: 2, removed: 1, added: 0 });
    expect(changedLines('same', 'same')).toBeNull();
  });

  it('is told in a sentence', () => {
    expect(wordsOfChange(changedLines('a\nb', 'a\nc'))).toBe(
      'Against the default version, 1 line from line 2 on becomes 1 line.',
    );
    expect(wordsOfChange(null)).toBe('Nothing differs from the default version.');
  });
});
