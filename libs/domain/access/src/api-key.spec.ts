import fc from 'fast-check';
import { makeApiKey, parseApiKey } from './api-key.ts';
import { base62 } from './base62.ts';
import { crc32 } from './crc32.ts';

const random = Uint8Array.from({ length: 40 }, (_, n) => (n * 37 + 11) % 256);

describe('an API key', () => {
  it('is written as pk_{environment}_{id}_{secret}{crc} and read back', () => {
    const made = makeApiKey('live', random);
    expect(made.text).toMatch(/^pk_live_[0-9A-Za-z]{11}_[0-9A-Za-z]{49}$/);
    expect(parseApiKey(made.text)).toEqual({ environment: 'live', id: made.id, secret: made.secret });
  });

  it('of any random bytes is read back, and two of different bytes differ', () => {
    const bytes = fc.uint8Array({ minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(bytes, bytes, (one, two) => {
        const [first, second] = [makeApiKey('test', one), makeApiKey('test', two)];
        expect(parseApiKey(first.text)).toMatchObject({ id: first.id, secret: first.secret });
        expect(first.text === second.text).toBe(one.every((byte, index) => byte === two[index]));
      }),
    );
  });

  it('with any one character changed is none', () => {
    const { text } = makeApiKey('live', random);
    for (let at = 0; at < text.length; at += 1) {
      const other = text[at] === 'x' ? 'y' : 'x';
      expect(parseApiKey(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
    }
  });

  it('cut short, made longer or written with spaces is none', () => {
    const { text } = makeApiKey('live', random);
    for (const wrong of ['', text.slice(0, -1), `${text}0`, ` ${text}`, `${text}\n`, text.toUpperCase(), 'pk_live__']) {
      expect(parseApiKey(wrong)).toBeNull();
    }
  });

  it('is refused for an environment that is no small word, and for too few random bytes', () => {
    for (const environment of ['', 'Live', 'li_ve', 'a', 'x'.repeat(13)]) {
      expect(() => makeApiKey(environment, random)).toThrow(RangeError);
    }
    expect(() => makeApiKey('live', random.subarray(1))).toThrow(RangeError);
  });
});

describe('its parts', () => {
  it.each([
    ['', 0],
    ['123456789', 0xcbf4_3926],
    ['The quick brown fox jumps over the lazy dog', 0x414f_a339],
  ])('are checked by the CRC-32 of zip: %j', (text, expected) => {
    expect(crc32(text)).toBe(expected);
  });

  it.each([
    [[], 3, '000'],
    [[61], 1, 'z'],
    [[62], 2, '10'],
    [[255, 255, 255, 255], 6, '4gfFC3'],
  ])('are written in base 62: %j', (bytes, width, expected) => {
    expect(base62(Uint8Array.from(bytes), width)).toBe(expected);
  });

  it('that do not fit are refused, not cut', () => {
    expect(() => base62(Uint8Array.of(62), 1)).toThrow('1 bytes do not fit into 1 digits');
  });
});
