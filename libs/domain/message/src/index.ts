export { canonicalBytes, canonicalText, readCanonical } from './canonical.ts';
export { keyedHashHex, sha256Hex } from './hash.ts';
export type { KeyedHashHex, Sha256Hex } from './hash.ts';
export { conversationId, eventId, seedOf, sourceOf } from './identity.ts';
export { maxEntryBytes, maxReplyLength, maxStimulusBytes } from './limits.ts';
export { parseJson } from './parse-json.ts';
export type { ParsedJson } from './parse-json.ts';
export type { Button, EventId, Source, Stimulus, StimulusBody } from './stimulus.ts';
export { wellFormed } from './well-formed.ts';
