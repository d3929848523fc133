import { stimulusContext } from '@parley/contracts';
import { canonicalBytes, type Stimulus } from '@parley/message';
import type { NewLogRecord } from '@parley/ports';
import type { EnginePorts } from './engine-ports.ts';

type Ports = Pick<EnginePorts, 'log' | 'keyring' | 'sealing'>;

/** Seals stimuli of our own making and makes them durable: from here on they are like anybody's. */
export async function appendStimuli({ log, keyring, sealing }: Ports, stimuli: readonly Stimulus[]): Promise<void> {
  const keys = await keyring.ensure(stimuli);
  const records = stimuli.map((stimulus, index): NewLogRecord => {
    const current = keys[index];
    if (current === undefined) throw new Error('The keyring answered with fewer keys than asked for.');
    const { tenant, conversation, connection, eventId, receivedAt } = stimulus;
    const sealed = sealing.seal(current.key, canonicalBytes(stimulus), stimulusContext(stimulus));
    return { tenant, conversation, connection, eventId, receivedAt, generation: current.generation, sealed };
  });
  await log.append(records);
}
