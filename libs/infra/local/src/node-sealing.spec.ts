import { createDecipheriv } from 'node:crypto';
import { sealingSuite } from '@parley/ports/suites/sealing';
import { fingerprintOf, NodeSealing } from './node-sealing.ts';

const ROOT = new Uint8Array(32).fill(1);
const OTHER = new Uint8Array(32).fill(2);

sealingSuite({
  name: 'NodeSealing',
  open: () =>
    Promise.resolve({
      first: new NodeSealing(ROOT),
      second: new NodeSealing(ROOT),
      stranger: new NodeSealing(OTHER),
      close: () => Promise.resolve(),
    }),
});

describe('a text sealed with AES-256-GCM', () => {
  it('is version, nonce, ciphertext and tag, with the context authenticated', () => {
    const sealing = new NodeSealing(ROOT);
    const key = sealing.newKey();
    const sealed = Buffer.from(sealing.seal(key, Buffer.from('amount 200'), 'here'));
    expect(sealed.length).toBe(10 + 29);
    expect(sealed[0]).toBe(1);
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13)).setAAD(Buffer.from('here'));
    decipher.setAuthTag(sealed.subarray(-16));
    expect(decipher.update(sealed.subarray(13, -16), undefined, 'utf8') + decipher.final('utf8')).toBe('amount 200');
  });

  it('never uses a nonce twice', () => {
    const sealing = new NodeSealing(ROOT);
    const key = sealing.newKey();
    const nonces = Array.from({ length: 5_000 }, () =>
      Buffer.from(sealing.seal(key, new Uint8Array(1), '').subarray(1, 13)).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(5_000);
  });

  it('cannot be made with a root key of another length', () => {
    expect(() => new NodeSealing(new Uint8Array(16))).toThrow('The root key has 16 bytes, not 32.');
  });

  it('belongs to a root key that its fingerprint names and does not show', () => {
    expect(fingerprintOf(ROOT)).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprintOf(ROOT)).not.toBe(fingerprintOf(OTHER));
    expect(Buffer.from(ROOT).toString('hex')).not.toContain(fingerprintOf(ROOT));
  });
});
