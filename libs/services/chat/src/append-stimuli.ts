import { stimulusContext } from '@parley/contracts';
import type { Stimulus } from '@parley/message';
import { canonicalBytes } from '@parley/message';
import type { NewLogRecord } from '@parley/ports';
import { failpoint } from '@parley/service-kit';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';
import { shelveLongText } from './shelve-long-text.ts';

type Ports = Pick<ChatPorts, 'log' | 'keyring' | 'sealing' | 'blobs'>;

/**
 * Seals stimuli under their conversations' keys and makes them durable, all in one ordered append.
 * @throws EventLogUnavailable when nothing was promised
 */
export async function appendStimuli(
  ports: Ports,
  config: Pick<ChatConfig, 'longTextBytes'>,
  stimuli: readonly Stimulus[],
): Promise<void> {
  const keys = await ports.keyring.ensure(stimuli);
  const records: NewLogRecord[] = [];
  for (const [index, stimulus] of stimuli.entries()) {
    const current = keys[index];
    if (!current) throw new Error('The keyring answered with fewer keys than asked for.');
    const kept = await shelveLongText(ports, config.longTextBytes, stimulus, current.key);
    const sealed = ports.sealing.seal(current.key, canonicalBytes(kept), stimulusContext(kept));
    const { tenant, conversation, connection, eventId, receivedAt } = kept;
    records.push({ tenant, conversation, connection, eventId, generation: current.generation, sealed, receivedAt });
  }
  failpoint('chat.before-append');
  await ports.log.append(records);
  failpoint('chat.after-append');
}
