import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Blobs } from './blobs.ts';

export function blobsSuite(subject: SuiteSubject<Blobs>): void {
  describe(`blobs kept by ${subject.name}`, () => {
    let pair: AdapterPair<Blobs>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it.each([0, 1, 40_000, 3_000_000])(
      'of %i bytes are found by their sha-256, byte for byte, through either adapter',
      async (size) => {
        const bytes = Uint8Array.from({ length: size }, (_, n) => (n * 7) % 256);
        const hash = await pair.first.put('sizes', bytes);
        expect(hash).toBe(bytesToHex(sha256(bytes)));
        const found = [await pair.first.get('sizes', hash), await pair.second.get('sizes', hash)];
        expect(found.map((blob) => blob && bytesToHex(sha256(blob)))).toEqual([hash, hash]);
      },
    );

    it('all go when a tenant is forgotten, and nobody else’s do', async () => {
      const hashes = [
        await pair.first.put('leaving', Uint8Array.of(1)),
        await pair.second.put('leaving', Uint8Array.of(2)),
      ];
      const other = await pair.first.put('leaving-not', Uint8Array.of(1));
      await pair.first.deleteAll('leaving');
      for (const hash of hashes) expect(await pair.second.get('leaving', hash)).toBeNull();
      expect(await pair.second.get('leaving-not', other)).toEqual(Uint8Array.of(1));
      await pair.first.deleteAll('nobody');
      expect(await pair.first.put('leaving', Uint8Array.of(1))).toBe(hashes[0]);
      expect(await pair.second.get('leaving', hashes[0] ?? '')).toEqual(Uint8Array.of(1));
    });

    it('are one when put again, even at the same time', async () => {
      const bytes = Uint8Array.of(1, 2, 3);
      const hashes = await Promise.all(
        Array.from({ length: 8 }, (_, n) => (n % 2 ? pair.first : pair.second).put('again', bytes)),
      );
      expect(new Set(hashes).size).toBe(1);
      expect(await pair.first.get('again', hashes[0]!)).toEqual(bytes);
    });

    it('are never seen or deleted by another tenant', async () => {
      const bytes = Uint8Array.of(4, 5, 6);
      const hash = await pair.first.put('owner', bytes);
      expect(await pair.second.get('stranger', hash)).toBeNull();
      await pair.second.delete('stranger', hash);
      expect(await pair.first.get('owner', hash)).toEqual(bytes);
    });

    it('are gone once deleted, and may be deleted again', async () => {
      const hash = await pair.first.put('deleter', Uint8Array.of(7));
      await pair.second.delete('deleter', hash);
      await pair.second.delete('deleter', hash);
      expect(await pair.first.get('deleter', hash)).toBeNull();
    });

    it('do not change when the caller goes on writing into its own bytes', async () => {
      const bytes = Uint8Array.of(8, 8, 8);
      const hash = await pair.first.put('reuser', bytes);
      bytes.fill(9);
      expect(await pair.second.get('reuser', hash)).toEqual(Uint8Array.of(8, 8, 8));
    });

    it('are nowhere for a name that is no hash', async () => {
      for (const name of [
        '',
        'a'.repeat(63),
        'A'.repeat(64),
        '../../etc/passwd',
        `${'0'.repeat(62)}/.`,
        'f'.repeat(64),
      ]) {
        expect(await pair.first.get('owner', name)).toBeNull();
        await pair.first.delete('owner', name);
      }
    });
  });
}
