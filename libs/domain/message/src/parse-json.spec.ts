import { parseJson } from './parse-json.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('JSON from a stranger', () => {
  it('is read as it stands', () => {
    expect(parseJson(bytes('{"a":[1,"[[["]}'), 2)).toEqual({ ok: true, value: { a: [1, '[[['] } });
  });

  it('is refused when it nests deeper than asked, however deep', () => {
    expect(parseJson(bytes('[[1]]'), 2).ok).toBe(true);
    expect(parseJson(bytes('[[[1]]]'), 2)).toEqual({ ok: false, reason: 'too-deep' });
    expect(parseJson(bytes('['.repeat(200_000)), 32)).toEqual({ ok: false, reason: 'too-deep' });
  });

  it('does not count brackets inside strings, nor after an escaped quote', () => {
    expect(parseJson(bytes(String.raw`{"a":"\"[[[["}`), 1)).toEqual({ ok: true, value: { a: '"[[[[' } });
  });

  it('is refused when it is not JSON, or not UTF-8', () => {
    expect(parseJson(bytes('{"a":'), 8)).toEqual({ ok: false, reason: 'not-json' });
    expect(parseJson(new Uint8Array([0x22, 0xff, 0x22]), 8)).toEqual({ ok: false, reason: 'not-json' });
    expect(parseJson(new Uint8Array(0), 8)).toEqual({ ok: false, reason: 'not-json' });
  });
});
