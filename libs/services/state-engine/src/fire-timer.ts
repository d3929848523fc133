import { eventId, type Stimulus } from '@parley/message';
import type { WakeUp } from '@parley/ports';
import { failpoint } from '@parley/service-kit';
import { appendStimuli } from './append-stimuli.ts';
import type { EnginePorts } from './engine-ports.ts';

type Ports = Pick<EnginePorts, 'log' | 'keyring' | 'sealing' | 'wakeUps' | 'now'>;

/**
 * Puts due wake-ups into the log, where they wait their turn like anything else. Fired twice (a crash between the two
 * steps) they are one event. Answers how many there were.
 */
export async function fireTimers(ports: Ports, limit: number): Promise<number> {
  const now = ports.now();

  // 1 Everything that is due.
  const due = await ports.wakeUps.due(now, limit);
  if (due.length === 0) return 0;

  // 2 Durable in the log first.
  failpoint('fire.before-append');
  await appendStimuli(
    ports,
    due.map((wakeUp) => stimulusOf(wakeUp, now)),
  );
  failpoint('fire.after-append');

  // 3 Then the rows go, but for those that were set again meanwhile.
  await ports.wakeUps.clear(due);
  return due.length;
}

function stimulusOf({ tenant, conversation, connection, due }: WakeUp, now: number): Stimulus {
  const body = { kind: 'timer', due } as const;
  return { eventId: eventId('timer', String(due)), tenant, conversation, connection, receivedAt: now, body };
}
