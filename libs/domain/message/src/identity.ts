import { keyedHashHex, type KeyedHashHex } from './hash.ts';
import type { EventId, Source } from './stimulus.ts';

/** `<source>:<id>`. The source is ours to write: whatever a client puts into `id` stays behind the first colon. */
export function eventId(source: Source, id: string): EventId {
  return `${source}:${id}`;
}

/** The source of an event id. */
export function sourceOf(id: EventId): Source {
  return id.slice(0, id.indexOf(':')) as Source;
}

/**
 * The conversation of a vendor's thread: log key, lease name and journal key. Keyed with the tenant's id key, which is
 * never rotated, so it can be computed while normalising and tells nothing about the thread.
 */
export function conversationId(
  idKey: Uint8Array,
  tenant: string,
  connection: string,
  thread: string,
  hash: KeyedHashHex = keyedHashHex,
): string {
  return hash(idKey, ['conversation', tenant, connection, thread]).slice(0, 32);
}

/** The seed of an entry: what a flow may take chance from. Keyed, so that nobody outside can foresee it. */
export function seedOf(
  idKey: Uint8Array,
  conversation: string,
  event: EventId,
  hash: KeyedHashHex = keyedHashHex,
): string {
  return hash(idKey, ['seed', conversation, event]);
}
