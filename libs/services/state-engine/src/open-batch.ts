import type { InboundStimulus } from '@parley/contracts';
import { readCanonical, type EventId, type Stimulus } from '@parley/message';
import { TenantErased, type CurrentKey } from '@parley/service-kit';
import type { EnginePorts } from './engine-ports.ts';
import { openStimulus, type Opened } from './seals.ts';
import { stimulusContext } from '@parley/contracts';

/** A stimulus of the log, opened, with the key that seals its entry. */
export interface OpenedStimulus {
  readonly inbound: InboundStimulus;
  readonly stimulus: Stimulus;
  /** The seal opened, but not on a stimulus; or it was broken. */
  readonly isReadable: boolean;
  readonly key: CurrentKey;
}

type Ports = Pick<EnginePorts, 'keyring' | 'sealing'>;

/** Opens a batch, in its order; what a destroyed key sealed is left out. */
export async function openBatch(ports: Ports, inbound: readonly InboundStimulus[]): Promise<readonly OpenedStimulus[]> {
  try {
    const keys = await ports.keyring.ensure(inbound);
    const opened = await Promise.all(inbound.map((one, index) => openOne(ports, one, keys[index])));
    return opened.filter((one) => one !== null);
  } catch (error) {
    if (!(error instanceof TenantErased)) throw error;
    // A whole tenant was forgotten: all of it counts as sealed by a destroyed key.
    return openBatch(
      ports,
      inbound.filter(({ tenant }) => tenant !== error.tenant),
    );
  }
}

async function openOne(ports: Ports, inbound: InboundStimulus, key?: CurrentKey): Promise<OpenedStimulus | null> {
  if (key === undefined) throw new Error('The keyring answered with fewer keys than asked for.');
  const opened =
    key.generation === inbound.generation ? openNow(ports, inbound, key) : await openStimulus(ports, inbound);
  if (opened.kind === 'destroyed') return null;
  const stimulus = opened.kind === 'open' ? read(opened.bytes) : null;
  return { inbound, stimulus: traced(stimulus ?? unreadable(inbound), inbound), isReadable: stimulus !== null, key };
}

/** The usual case, without a promise: sealed by the key that is current still. */
function openNow({ sealing }: Ports, inbound: InboundStimulus, { key }: CurrentKey): Opened {
  const bytes = sealing.open(key, inbound.sealed, stimulusContext(inbound));
  return bytes === null ? { kind: 'broken' } : { kind: 'open', bytes };
}

function read(bytes: Uint8Array): Stimulus | null {
  try {
    const stimulus = readCanonical(bytes) as Partial<Stimulus> | null;
    return typeof stimulus?.body?.kind === 'string' && typeof stimulus.eventId === 'string'
      ? (stimulus as Stimulus)
      : null;
  } catch {
    return null;
  }
}

/** Its trace is journalled with it; rules do not see it. */
function traced(stimulus: Stimulus, { trace }: InboundStimulus): Stimulus {
  const [, traceId] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(trace ?? '') ?? [];
  return traceId === undefined ? stimulus : { traceId, ...stimulus };
}

/** Stands in the entry for what could not be read. */
function unreadable({ tenant, connection, conversation, eventId, receivedAt }: InboundStimulus): Stimulus {
  const body = { kind: 'event', name: 'unreadable' } as const;
  return { eventId: eventId as EventId, tenant, connection, conversation, receivedAt, body };
}
