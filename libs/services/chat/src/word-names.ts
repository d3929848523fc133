import { searchWords } from '@parley/conversation';
import { createHmac } from 'node:crypto';

/** A text's words as they are kept to be found by: keyed hashes, equal for equal words of one tenant, and nothing to be read. */
export function wordNames(idKey: Uint8Array, text: string): readonly string[] {
  return searchWords(text).map((word) =>
    createHmac('sha256', idKey).update(`word\n${word}`).digest('base64url').slice(0, 22),
  );
}
