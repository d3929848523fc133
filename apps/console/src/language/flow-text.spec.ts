import { lineAndColumn, readTree, spanOf } from './flow-text.ts';

const text = '{\n  "states": {\n    "a/b": { "next": "c", "on": ["x", "y"] }\n  }\n}';
const marked = (pointer: string): string => {
  const { from, to } = spanOf(readTree(text), pointer);
  return text.slice(from, to);
};

describe('the place of a problem', () => {
  it('is a plain value whole, and of anything longer its name', () => {
    expect(marked('/states/a~1b/next')).toBe('"c"');
    expect(marked('/states/a~1b/on/1')).toBe('"y"');
    expect(marked('/states/a~1b')).toBe('"a/b"');
    expect(marked('')).toBe('{');
  });

  it('is its nearest parent where it leads nowhere', () => {
    expect(marked('/states/a~1b/missing/deeper')).toBe('"a/b"');
    expect(marked('/nothing')).toBe('{');
  });

  it('is told in lines and columns from 1', () => {
    expect(lineAndColumn(text, 0)).toEqual({ line: 1, column: 1 });
    expect(lineAndColumn(text, text.indexOf('"states"'))).toEqual({ line: 2, column: 3 });
  });

  it('is at the beginning of a text that is empty', () => {
    expect(spanOf(readTree(''), '/x')).toEqual({ from: 0, to: 0 });
  });
});
