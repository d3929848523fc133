import { keyedHashHex, sha256Hex } from '@parley/message';
import { nativeKeyedHashHex, nativeSha256Hex } from './native-hashes.ts';

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 37) % 251);

describe('the hashes of the platform', () => {
  it('are those of the rules, for inputs and keys of every length around a block', () => {
    for (const length of [0, 1, 32, 55, 56, 63, 64, 65, 127, 128, 1_000]) {
      expect(nativeSha256Hex(bytes(length))).toBe(sha256Hex(bytes(length)));
      const parts = ['seed', 'ü'.repeat(length), ''];
      expect(nativeKeyedHashHex(bytes(length), parts)).toBe(keyedHashHex(bytes(length), parts));
    }
  });
});
