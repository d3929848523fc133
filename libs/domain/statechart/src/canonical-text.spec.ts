import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalText } from './canonical-text.ts';

describe('the canonical text of a machine', () => {
  it('is that of RFC 8785, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value));
      }),
    );
  });

  it.each([
    ['{"b":1,"a":{"d":null,"c":[{"f":0,"e":-0}]}}', '{"a":{"c":[{"e":0,"f":0}],"d":null},"b":1}'],
    ['{"10":1,"9":2,"!":3,"a":4}', '{"!":3,"10":1,"9":2,"a":4}'],
    ['{"a":{"b":{"7":1,"-":2}}}', '{"a":{"b":{"-":2,"7":1}}}'],
    ['{"b":1,"__proto__":{"x":[]},"a":2}', '{"__proto__":{"x":[]},"a":2,"b":1}'],
    ['{"\\ud83d\\ude00":1,"\\uff01":2}', '{"\u{1f600}":1,"\uff01":2}'],
    ['{"":1e21,"\\u0001":"\\u001f/"}', '{"":1e+21,"\\u0001":"\\u001f/"}'],
    ['null', 'null'],
  ])('of %s has its keys in order', (text, canonical) => {
    expect(canonicalText(JSON.parse(text))).toBe(canonical);
  });

  it('leaves the value as it was', () => {
    const value = { b: { d: 1, c: 2 }, a: [{ f: 1, e: 2 }] };
    const before = JSON.stringify(value);
    canonicalText(value);
    expect(JSON.stringify(value)).toBe(before);
  });
});
