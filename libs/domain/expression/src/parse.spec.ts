import { parse } from './index.ts';

/** Source → code and offset of what is wrong with it. */
const REFUSED: readonly (readonly [source: string, code: string, at: number])[] = [
  ['', 'unexpected-end', 0],
  ['   ', 'unexpected-end', 3],
  ['1 +', 'unexpected-end', 3],
  ['(1', 'unexpected-end', 2],
  ['1)', 'unexpected-token', 1],
  ['a b', 'unexpected-token', 2],
  ['a.1', 'unexpected-token', 1],
  ['a.', 'unexpected-end', 2],
  ['.a', 'unexpected-token', 0],
  ['-!a', 'unexpected-token', 1],
  ['!!-a', 'unexpected-token', 2],
  ['[1,,2]', 'unexpected-token', 3],
  ['size(a,)', 'unexpected-token', 7],
  ["{'a' 1}", 'unexpected-token', 5],
  ['a = 1', 'unexpected-character', 2],
  ['a =', 'unexpected-character', 2],
  ['a &', 'unexpected-character', 2],
  ['a |', 'unexpected-character', 2],
  ['1 #', 'unexpected-character', 2],
  ['a & b', 'unexpected-character', 2],
  ['a | b', 'unexpected-character', 2],
  ['größe > 1', 'unexpected-character', 2],
  ['a; b', 'unexpected-character', 1],
  ['`a`', 'unexpected-character', 0],
  ["'open", 'unterminated-string', 0],
  ["'two\nlines'", 'unterminated-string', 0],
  ["'''open'", 'unterminated-string', 0],
  ["'\\q'", 'bad-escape', 1],
  ["'\\x4'", 'bad-escape', 1],
  ["'\\ud800'", 'bad-escape', 1],
  ["'\\U00110000'", 'bad-escape', 1],
  ["'\\9'", 'bad-escape', 1],
  ['12abc', 'bad-number', 0],
  ['1e999', 'bad-number', 0],
  ['9007199254740993', 'bad-number', 0],
  ['0xFFFFFFFFFFFFFFFF', 'bad-number', 0],
  ['true ? false ? 1 : 2 : 3', 'unexpected-token', 13],
  ['1u', 'unsupported-literal', 0],
  ["b'bytes'", 'unsupported-literal', 0],
  ['if', 'reserved-word', 0],
  ['a.in', 'reserved-word', 2],
  ['in', 'unexpected-token', 0],
  ['nope(1)', 'unknown-function', 0],
  ["'a'.matches('b')", 'unknown-function', 4],
  ['constructor(1)', 'unknown-function', 0],
  ['__proto__(1)', 'unknown-function', 0],
  ["contains('a', 'b')", 'unknown-function', 0],
  ['a.int()', 'unknown-function', 2],
  ['size()', 'wrong-argument-count', 0],
  ["In('a', 'b')", 'wrong-argument-count', 0],
  ["'a'.contains()", 'wrong-argument-count', 4],
  ['has()', 'wrong-argument-count', 0],
  ['has(1)', 'bad-has', 4],
  ["has(a['b'])", 'bad-has', 4],
  ['exists(a, true)', 'bad-macro', 0],
  ['a.exists(1, true)', 'bad-macro', 9],
  ['a.exists(x.y, true)', 'bad-macro', 9],
  ['a.exists(x)', 'wrong-argument-count', 2],
  ['a.exists(x, b.all(y, true))', 'nested-macro', 12],
  [`${'('.repeat(33)}1${')'.repeat(33)}`, 'nested-too-deep', 32],
  [`1${' '.repeat(2_000)}`, 'source-too-long', 2_000],
];

describe('a source that is no expression', () => {
  it.each(REFUSED)('%s is refused', (source, code, at) => {
    const parsed = parse(source);
    expect(parsed).toMatchObject({ ok: false, problems: [{ code, at }] });
    if (!parsed.ok) expect(parsed.problems[0]?.message).toMatch(/^\S.*\.$/);
  });

  it('comes with the fix where there is one', () => {
    const fixOf = (source: string): string | undefined => {
      const parsed = parse(source);
      return parsed.ok ? undefined : parsed.problems[0]?.fix;
    };
    expect(fixOf('a = 1')).toBe('Write == to compare.');
    expect(fixOf('lenght(a)')).toBeUndefined();
    expect(fixOf('siez(a)')).toBe('Did you mean size?');
    expect(fixOf('(1')).toBe('Expected ) here.');
  });
});

describe('a parsed expression', () => {
  const pathsOf = (source: string): readonly string[] => {
    const parsed = parse(source);
    return parsed.ok ? parsed.expression.paths : [];
  };

  it('lists each path it reads, once, as far as it is known before run time', () => {
    expect(pathsOf("slots.amount > vars.limits[vars.level] && slots.amount < 9 && m['k'].x")).toEqual([
      'slots.amount',
      'vars.limits',
      'vars.level',
      'm',
    ]);
  });

  it('counts what has() asks for as read, and the item of a macro as its own', () => {
    expect(pathsOf('has(slots.a) && vars.list.exists(i, i.x > slots.b)')).toEqual(['slots.a', 'vars.list', 'slots.b']);
  });

  it('takes 2,000 characters and 32 levels', () => {
    expect(parse(`1${' '.repeat(1_999)}`).ok).toBe(true);
    expect(parse(`${'('.repeat(31)}1${')'.repeat(31)}`).ok).toBe(true);
  });

  it('takes a chain of any length within its characters: it is wide, not deep', () => {
    expect(parse(Array.from({ length: 300 }, () => 'a').join(' && ')).ok).toBe(true);
    expect(parse(Array.from({ length: 900 }, () => '1').join('+')).ok).toBe(true);
    expect(parse(`a${'.b'.repeat(900)}`).ok).toBe(true);
  });

  it('keeps reserved words as field names, as CEL does', () => {
    expect(pathsOf('event.package.for')).toEqual(['event.package.for']);
  });
});
