import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Sealing } from './sealing.ts';

/** `first` and `second` share one root key; `stranger` has another. */
export interface SealingPair extends AdapterPair<Sealing> {
  readonly stranger: Sealing;
}

export interface SealingSubject extends SuiteSubject<Sealing> {
  open(): Promise<SealingPair>;
}

export function sealingSuite(subject: SealingSubject): void {
  describe(`texts sealed by ${subject.name}`, () => {
    let pair: SealingPair;
    let key: Uint8Array;
    beforeAll(async () => {
      pair = await subject.open();
      key = pair.first.newKey();
    });
    afterAll(() => pair.close());

    it.each([0, 1, 15, 16, 17, 31, 32, 33, 1_000, 70_000])(
      'opens a text of %i bytes, byte for byte, with either adapter',
      (size) => {
        const plain = Uint8Array.from({ length: size }, (_, n) => (n * 31) % 256);
        const sealed = pair.first.seal(key, plain, 'here');
        expect(Uint8Array.from(pair.second.open(key, sealed, 'here')!)).toEqual(plain);
      },
    );

    it('makes keys of 32 bytes, a different one each time', () => {
      const keys = Array.from({ length: 50 }, () => pair.first.newKey());
      expect(keys.every(({ length }) => length === 32)).toBe(true);
      expect(new Set(keys.map(hex)).size).toBe(50);
    });

    it('seals the same text differently each time, and never shows it', () => {
      const secret = utf8('send 200 to Ann, and tell nobody at all');
      const sealed = Array.from({ length: 600 }, () => pair.first.seal(key, secret, 'here'));
      expect(new Set(sealed.map(hex)).size).toBe(600);
      expect(sealed.every((bytes) => !hex(bytes).includes(hex(secret.subarray(0, 6))))).toBe(true);
    });

    it('refuses a sealed text in which any one byte was changed', () => {
      const sealed = pair.first.seal(key, utf8('amount 200'), 'here');
      for (let at = 0; at < sealed.length; at += 1) {
        const changed = Uint8Array.from(sealed);
        changed[at]! ^= 1;
        expect(pair.first.open(key, changed, 'here')).toBeNull();
      }
    });

    it('refuses a sealed text cut short or made longer, and bytes that it never sealed', () => {
      const sealed = pair.first.seal(key, utf8('amount 200'), 'here');
      for (let length = 0; length < sealed.length; length += 1) {
        expect(pair.first.open(key, sealed.subarray(0, length), 'here')).toBeNull();
      }
      expect(pair.first.open(key, Uint8Array.from([...sealed, 0]), 'here')).toBeNull();
      expect(pair.first.open(key, new Uint8Array(80), 'here')).toBeNull();
    });

    it('refuses another context, so that a sealed row cannot be moved to another place', () => {
      const sealed = pair.first.seal(key, utf8('amount 200'), 'conversation 1, seq 4');
      expect(pair.first.open(key, sealed, 'conversation 1, seq 5')).toBeNull();
      expect(pair.first.open(key, sealed, '')).toBeNull();
      expect(pair.first.open(key, sealed, 'conversation 1, seq 4')).not.toBeNull();
    });

    it('refuses another key, and a key of the wrong length', () => {
      const sealed = pair.first.seal(key, utf8('amount 200'), 'here');
      expect(pair.first.open(pair.first.newKey(), sealed, 'here')).toBeNull();
      expect(pair.first.open(key.subarray(0, 31), sealed, 'here')).toBeNull();
      expect(pair.first.open(new Uint8Array(0), sealed, 'here')).toBeNull();
    });

    it('wraps a key so that only the same root key unwraps it', () => {
      const wrapped = pair.first.wrap(key, 'tenant a');
      expect(Uint8Array.from(pair.second.unwrap(wrapped, 'tenant a')!)).toEqual(Uint8Array.from(key));
      expect(pair.stranger.unwrap(wrapped, 'tenant a')).toBeNull();
      expect(pair.second.unwrap(wrapped, 'tenant b')).toBeNull();
    });

    it('leaves the text, the key and the sealed bytes as they were', () => {
      const [plain, own] = [utf8('amount 200'), Uint8Array.from(key)];
      const sealed = Uint8Array.from(pair.first.seal(own, plain, 'here'));
      const copy = Uint8Array.from(sealed);
      pair.first.open(own, sealed, 'here');
      expect([plain, own, sealed]).toEqual([utf8('amount 200'), Uint8Array.from(key), copy]);
    });
  });
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
