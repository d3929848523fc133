import { keyedHashHex, sha256Hex } from './hash.ts';
import { conversationId, eventId, seedOf, sourceOf } from './identity.ts';

const idKey = new Uint8Array(32).fill(7);

describe('an event id', () => {
  it('rule 2: keeps the source that we wrote, whatever the client says', () => {
    const id = eventId('web', 'timer:5');
    expect(id).toBe('web:timer:5');
    expect(sourceOf(id)).toBe('web');
  });
});

describe('a conversation id', () => {
  it('rule 1: is computed from tenant, connection and thread alone', () => {
    expect(conversationId(idKey, 'acme', 'site', 'u1')).toBe(conversationId(idKey, 'acme', 'site', 'u1'));
    expect(conversationId(idKey, 'acme', 'site', 'u1')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('rule 1: differs by tenant, connection, thread and key', () => {
    const ids = [
      conversationId(idKey, 'acme', 'site', 'u1'),
      conversationId(idKey, 'acm', 'esite', 'u1'),
      conversationId(idKey, 'acme', 'site', 'u2'),
      conversationId(idKey, 'acme', 'siteu', '1'),
      conversationId(new Uint8Array(32).fill(8), 'acme', 'site', 'u1'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a seed', () => {
  it('rule 9: is a keyed hash of the event id', () => {
    expect(seedOf(idKey, 'c1', 'web:1')).toBe(seedOf(idKey, 'c1', 'web:1'));
    expect(seedOf(idKey, 'c1', 'web:1')).not.toBe(seedOf(idKey, 'c1', 'web:2'));
    expect(seedOf(idKey, 'c1', 'web:1')).not.toBe(seedOf(new Uint8Array(32), 'c1', 'web:1'));
  });
});

describe('hashes', () => {
  it('agree with the vectors of FIPS 180-2, and keep parts apart', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex(new Uint8Array(0))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    // Its input is the JSON text of the parts, so that ['a','b'] and ['ab'] differ.
    expect(keyedHashHex(idKey, ['a', 'b'])).not.toBe(keyedHashHex(idKey, ['ab']));
  });
});
