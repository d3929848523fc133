import { OutcomeKind } from '@parley/contracts';
import type { Projection } from '@parley/conversation';
import { failpoint } from '@parley/service-kit';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';
import type { SettledStimulus } from './ingest-stimulus.ts';

type Ports = Pick<ChatPorts, 'messages' | 'deliveries' | 'conversations' | 'places' | 'keyring' | 'now'>;

/**
 * Keeps chat's rows of these entries, inserted if absent, so that doing it again heals what a crash left out. An erased
 * conversation's key goes last: until then a redelivery can still read why it was asked for.
 */
export async function recordOutcome(
  ports: Ports,
  config: Pick<ChatConfig, 'riders'>,
  settled: readonly SettledStimulus[],
): Promise<void> {
  failpoint('chat.before-record');
  const projections = projectionsOf(settled);
  // Riders only insert: what an erased conversation said is deleted here in every composition.
  for (const { erases, summary } of projections) if (erases) await ports.messages.erase(summary);
  // What was committed before may be of a process without riders that died on its way here: it is inserted once more.
  const unridden = config.riders ? settled.filter(({ outcome }) => outcome.kind === OutcomeKind.DUPLICATE) : settled;
  await insertRows(ports, projectionsOf(unridden));
  failpoint('chat.after-record');
  for (const { record, outcome } of settled) {
    // An outcome ERASED was sealed by a destroyed key: there is nothing left to destroy.
    if (outcome.recorded !== 'erased' || outcome.kind === OutcomeKind.ERASED) continue;
    await ports.places.erase(record, record.generation);
    await ports.keyring.destroy(record, record.generation, ports.now());
    failpoint('chat.after-key-destroyed');
  }
}

/** Messages before deliveries before the summary: what is announced is there. */
async function insertRows(ports: Ports, projections: readonly Projection[]): Promise<void> {
  const messages = projections.flatMap((projection) => projection.messages);
  if (messages.length > 0) await ports.messages.insert(messages);
  const deliveries = projections.flatMap((projection) => projection.deliveries);
  if (deliveries.length > 0) await ports.deliveries.insert(deliveries);
  if (projections.length > 0) await ports.conversations.record(projections.map(({ summary }) => summary));
}

function projectionsOf(settled: readonly SettledStimulus[]): readonly Projection[] {
  return settled.flatMap(({ projection }) => (projection ? [projection] : []));
}
