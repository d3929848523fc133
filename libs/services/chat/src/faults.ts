import { ServiceFault } from '@parley/contracts';
import { faultOfCode } from '@parley/service-kit';

const unknownConnection = (): ServiceFault =>
  new ServiceFault('NOT_FOUND', 'connection.unknown', 'There is no such connection.');
const unknownConversation = (): ServiceFault =>
  new ServiceFault('NOT_FOUND', 'conversation.unknown', 'There is no such conversation.');
const notSettled = (): ServiceFault =>
  new ServiceFault(
    'UNAVAILABLE',
    'outcome.pending',
    'It is durable, but not yet recorded. Ask again with the same id.',
    1_000,
  );

/** Every refusal of this service, as its callers see it. */
export const faults = {
  'unknown-connection': unknownConnection,
  'unknown-conversation': unknownConversation,
  'not-settled': notSettled,
  forged: () => new ServiceFault('UNAUTHENTICATED', 'visitor.invalid-token', 'This token is not valid here.'),
  stale: () => new ServiceFault('UNAUTHENTICATED', 'visitor.expired-token', 'This token has expired.'),
  'forged-request': () =>
    new ServiceFault('UNAUTHENTICATED', 'channel.forged', 'This request was not signed as it must be.'),
  'stale-request': () =>
    new ServiceFault('UNAUTHENTICATED', 'channel.stale', 'This request was signed too long ago, or in the future.'),
  'invalid-identity': () =>
    new ServiceFault(
      'UNAUTHENTICATED',
      'visitor.invalid-identity',
      'This identity was not signed for this connection, or not lately.',
    ),
  'foreign-origin': () =>
    new ServiceFault('PERMISSION_DENIED', 'origin.refused', 'Pages of this origin may not talk to this connection.'),
  'no-handoff': () =>
    new ServiceFault('FAILED_PRECONDITION', 'handoff.not-open', 'This conversation is not handed over to an agent.'),
  claimed: () =>
    new ServiceFault('FAILED_PRECONDITION', 'conversation.claimed', 'Another agent has taken this conversation over.'),
  'not-running': () =>
    new ServiceFault('FAILED_PRECONDITION', 'conversation.not-running', 'No episode of this conversation is running.'),
  'begins-there': () =>
    new ServiceFault(
      'FAILED_PRECONDITION',
      'connection.begins-there',
      'Conversations of this channel begin with a message there: nobody else can say where replies would go.',
    ),
  'connection-paused': () =>
    new ServiceFault('FAILED_PRECONDITION', 'connection.paused', 'This connection is paused: it takes no messages.'),
  'unknown-entry': () =>
    new ServiceFault('NOT_FOUND', 'entry.unknown', 'There is no such entry, or its key was destroyed.'),
  'not-failed': () => new ServiceFault('FAILED_PRECONDITION', 'entry.not-failed', 'This entry did not fail.'),
  'unknown-body': () => new ServiceFault('NOT_FOUND', 'quarantine.unknown', 'There is no such body.'),
  'not-readable': () =>
    new ServiceFault('FAILED_PRECONDITION', 'quarantine.not-readable', 'This release cannot read it either.'),
  'invalid-cursor': () => new ServiceFault('INVALID_ARGUMENT', 'cursor.invalid', 'This cursor is none of ours.'),
  'too-many-streams': () =>
    new ServiceFault('RESOURCE_EXHAUSTED', 'stream.too-many', 'Too many pages follow this conversation.', 5_000),
} as const satisfies Readonly<Record<string, () => ServiceFault>>;

export function floodFault(retryInMs: number): ServiceFault {
  return new ServiceFault('RESOURCE_EXHAUSTED', 'rate.flood', 'Too many messages at once.', retryInMs);
}

export function busyFault(retryInMs: number): ServiceFault {
  return new ServiceFault('UNAVAILABLE', 'chat.busy', 'Nothing can be promised at the moment. Try again.', retryInMs);
}

/** Vendors send again what was not taken. */
export function pausedFault(retryInMs: number): ServiceFault {
  return new ServiceFault('UNAVAILABLE', 'connection.resting', 'This connection is paused. Try again.', retryInMs);
}

/** What an intake refuses, by the code that it names. */
export function refusedFault(code: string, message: string): ServiceFault {
  return faultOfCode(code, message);
}
