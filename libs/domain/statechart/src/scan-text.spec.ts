import { compile } from './compile.ts';
import { scanText } from './scan-text.ts';

const members = (count: number): string => Array.from({ length: count }, (_, index) => `"k${index}":1`).join();

describe('a look at a text before it is parsed', () => {
  it('counts brackets outside of strings', () => {
    const nestsDeeper = (text: string, max: number): boolean => scanText(text, max).isTooDeep;
    expect(nestsDeeper('[[[]]]', 3)).toBe(false);
    expect(nestsDeeper('[[[[]]]]', 3)).toBe(true);
    expect(nestsDeeper('["[[[[", "\\"[[["]', 1)).toBe(false);
    expect(nestsDeeper('[{},{},{}]', 2)).toBe(false);
  });

  it('keeps the head of a text whose object has too many members, closed as it was open', () => {
    expect(scanText(`{"a":[{${members(1_000)}}]}`, 9).head).toBeNull();
    const { head } = scanText(`{"a":[{${members(5_000)}}]}`, 9);
    expect(JSON.parse(head ?? '')).toEqual(JSON.parse(`{"a":[{${members(1_000)}}]}`));
  });

  it('counts the members of each object by themselves, and no items of lists', () => {
    expect(scanText(`[${'{"a":1,"b":2},'.repeat(2_000)}7]`, 9).head).toBeNull();
    expect(scanText(`{"a":"${','.repeat(2_000)}"}`, 9).head).toBeNull();
  });
});

describe('a machine with a thousand data of one datum', () => {
  it('is read to its end', () => {
    const text = `{"schema":"core/1","id":"m","data":[{"id":"x","value":{${members(3_000)}}}],"states":[{"id":"a"}]}`;
    expect(compile(text).ok).toBe(true);
    const result = compile(text.replace('"id":"a"', '"id":"a","odd":1'));
    expect(result.ok ? [] : result.problems).toMatchObject([{ code: 'key-unknown', pointer: '/states/0/odd' }]);
  });
});
