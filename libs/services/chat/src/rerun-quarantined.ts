import type { Stimulus } from '@parley/message';
import { openQuarantined } from './quarantine-body.ts';
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
  const parsed = intake.parse({ connection, path, headers: { 'content-type': contentType }, body });
  if (parsed.kind !== 'said') {
    return { kind: 'not-readable', reason: parsed.kind === 'refused' ? parsed.message : parsed.reason };
  }
  const address = { tenant, connection, conversation, user, receivedAt: ports.now() };
  const stimuli: readonly Stimulus[] = intake.normalise(parsed.said, address);
  // 3 From here on it is like anything that comes.
  return takeStimuli(self, stimuli, address.receivedAt);
}
