import { ServiceFault } from '@parley/contracts';

/** What this service refuses, with its stable codes. */
export const faults = {
  unknownFlow: () => new ServiceFault('NOT_FOUND', 'flow.unknown', 'There is no such flow.'),
  noSuchVersion: () =>
    new ServiceFault('NOT_FOUND', 'flow.no-such-version', 'No such version of this flow is published.'),
  versionInUse: () =>
    new ServiceFault(
      'FAILED_PRECONDITION',
      'flow.version-in-use',
      'New episodes run this version. Name another default.',
    ),
  changedMeanwhile: () =>
    new ServiceFault('FAILED_PRECONDITION', 'precondition.failed', 'The flow is not what you saw. Read it again.'),
  invalidCursor: () => new ServiceFault('INVALID_ARGUMENT', 'cursor.invalid', 'This cursor is none of ours.'),
  unknownConversation: () => new ServiceFault('NOT_FOUND', 'conversation.unknown', 'There is no such conversation.'),
  repeatedConversation: () =>
    new ServiceFault('INVALID_ARGUMENT', 'advance.repeated', 'A request moves a conversation by one stimulus.'),
  unavailable: () =>
    new ServiceFault(
      'UNAVAILABLE',
      'engine.unavailable',
      'The journal cannot be reached or decided nothing: ask again.',
      1_000,
    ),
} as const;
