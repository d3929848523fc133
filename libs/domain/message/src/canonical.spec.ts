import canonicalize from 'canonicalize';
import { canonicalBytes, canonicalText, readCanonical } from './canonical.ts';

describe('canonical bytes', () => {
  it('are the same whatever the order of keys', () => {
    expect(canonicalBytes({ b: 1, a: { d: [2, 1], c: null } })).toEqual(
      canonicalBytes({ a: { c: null, d: [2, 1] }, b: 1 }),
    );
  });

  it('write numbers, keys and escapes as RFC 8785 section 3.2.2 does', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalText(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sort keys by UTF-16 code units, as RFC 8785 section 3.2.3 shows', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const value = Object.fromEntries(keys.map((key) => [key, 0]));
    expect(Object.keys(readCanonical(canonicalBytes(value)) as object)).toEqual([
      '1',
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
  });

  it('leave out what is undefined, and come back as they went', () => {
    const value = { text: 'Zoë 😀', gone: undefined, at: 12 };
    expect(readCanonical(canonicalBytes(value))).toEqual({ at: 12, text: 'Zoë 😀' });
  });

  it('refuse what JSON cannot say', () => {
    expect(() => canonicalBytes(undefined)).toThrow(TypeError);
    expect(() => canonicalBytes({ a: Number.NaN })).toThrow();
    expect(() => canonicalBytes([Infinity])).toThrow();
  });

  it('are what another writer of RFC 8785 writes, whatever the value', () => {
    const texts = [
      '',
      'a',
      'B',
      '"',
      '\\',
      '\u0000',
      '\u001f',
      '\u007f',
      'ä',
      '\u2028',
      '😀',
      '\ud83d',
      '__proto__',
      '10',
      '9',
    ];
    const numbers = [0, -0, 1, -1.5, 1e21, 1e-7, 5e-324, Number.MAX_SAFE_INTEGER, 0.1 + 0.2];
    const leaves = [null, true, false, undefined, ...texts, 'x'.repeat(64), 'x'.repeat(65), ...numbers];
    let seed = 1;
    const pick = (count: number): number => (seed = (seed * 48_271) % 2_147_483_647) % count;
    const value = (depth: number): unknown => {
      const kind = depth === 0 ? 0 : pick(3);
      if (kind === 0) return leaves[pick(leaves.length)];
      const items = Array.from({ length: pick(5) }, () => value(depth - 1));
      return kind === 1 ? items : Object.fromEntries(items.map((item) => [texts[pick(texts.length)], item]));
    };
    for (let round = 0; round < 3_000; round += 1) {
      const some = [value(4)];
      expect(canonicalText(some)).toBe(canonicalize(some));
    }
  });

  it('are not read from bytes that are not UTF-8', () => {
    expect(() => readCanonical(new Uint8Array([0x22, 0xff, 0x22]))).toThrow();
  });
});
