import { OutcomeKind, projectionToWire, type InboundStimulus, type Outcome } from '@parley/contracts';
import { projectOutcome, type Entry, type Projection } from '@parley/conversation';

/** Recorded by this call. */
export function advancedOutcome(entry: Entry, projection: Projection, withProjection: boolean): Outcome {
  return outcomeOf(OutcomeKind.ADVANCED, entry, projection, withProjection);
}

/** Recorded before: what was recorded then, so that whoever asks can project again what is missing. */
export function duplicateOutcome(entry: Entry, withProjection: boolean): Outcome {
  return outcomeOf(OutcomeKind.DUPLICATE, entry, projectOutcome(entry), withProjection);
}

/** Settled or left without an entry. */
export function emptyOutcome({ eventId }: Pick<InboundStimulus, 'eventId'>, kind: OutcomeKind): Outcome {
  return {
    eventId,
    kind,
    seq: 0,
    lastMessage: 0,
    deliveries: 0,
    projection: undefined,
    recorded: '',
    code: '',
    settles: [],
  };
}

function outcomeOf(kind: OutcomeKind, entry: Entry, projection: Projection, withProjection: boolean): Outcome {
  const { outcome } = entry;
  return {
    eventId: entry.stimulus.eventId,
    kind,
    seq: entry.seq,
    lastMessage: entry.after.lastMessage,
    deliveries: projection.deliveries.length,
    projection: withProjection ? projectionToWire(projection) : undefined,
    recorded: outcome.kind,
    settles: [...entry.settles],
    code: outcome.kind === 'refused' || outcome.kind === 'failed' ? outcome.code : '',
  };
}
