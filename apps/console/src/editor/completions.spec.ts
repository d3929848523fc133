import { toSnippet } from './completions.ts';

describe('a completion with places to fill in', () => {
  it('is written as the editor takes it', () => {
    expect(toSnippet('"say": {$1}')).toBe('"say": {${1}}');
    expect(toSnippet('"type": "${1:response}"$0')).toBe('"type": "${1:response}"${}');
    expect(toSnippet('costs \\$5 \\} \\\\')).toBe('costs $5 } \\');
  });
});
