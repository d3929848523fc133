import { openQuarantined } from './quarantine-body.ts';
import { readHeard, type ReadHeard } from './read-heard.ts';
import type { ReceiveStimulus } from './receive-stimulus.ts';
import { takeStimuli, type TakeAnswer } from './take-stimuli.ts';

export type RerunAnswer =
  | TakeAnswer
  | { readonly kind: 'unknown-body' }
  /** It is still of no shape that we know. */
  | { readonly kind: 'not-readable'; readonly reason: string };

/**
 * Reads a body that was set aside as this release reads it, and takes what it says now. Event ids come from the body, so
 * what was taken before is not taken twice; it stays in the quarantine until its time is over.
 */
export async function rerunQuarantined(self: ReceiveStimulus, tenant: string, id: string): Promise<RerunAnswer> {
  const { ports, directory } = self;
  // 1 What was it, and who reads such a thing?
  const item = await ports.quarantine.get(tenant, id);
  if (item === null) return { kind: 'unknown-body' };
  const { connection } = item;
  const known = await directory.find(connection);
  const intake = ports.intakes.find(({ channel }) => channel === known?.channel);
  if (!known || !intake) return { kind: 'not-readable', reason: 'Its connection is gone.' };
  // 2 It was genuine when it came; only what it says is read again.
  const { path, contentType, conversation, user, body } = await openQuarantined(ports, item);
  const address = { tenant, connection, idKey: await ports.keyring.idKey(tenant), conversation, user };
  const receivedAt = ports.now();
  const request = { connection, path, headers: { 'content-type': contentType }, body };
  const read = readHeard(ports, intake, request, { ...address, receivedAt });
  if (read.kind !== 'heard') return { kind: 'not-readable', reason: reasonOf(read) };
  // 3 From here on it is like anything that comes.
  return takeStimuli(self, read.heard, receivedAt);
}

function reasonOf(read: Exclude<ReadHeard, { kind: 'heard' }>): string {
  if (read.kind === 'noted') return 'It is nothing for a conversation.';
  return read.kind === 'refused' ? read.message : read.reason;
}
