import { ServiceFault } from '@parley/contracts';

/** Every refusal of this service, as its callers see it. */
export const faults = {
  'invalid-key': () => new ServiceFault('UNAUTHENTICATED', 'auth.invalid-key', 'This API key is not valid.'),
  'tenant-exists': () => new ServiceFault('ALREADY_EXISTS', 'tenant.exists', 'There is a tenant of this id.'),
  'erased-tenant': () => new ServiceFault('NOT_FOUND', 'tenant.erased', 'This tenant was erased.'),
  'unreadable-key': () =>
    new ServiceFault('INTERNAL', 'key.unreadable', 'Keys were wrapped by another root key, or changed.'),
  'unknown-tenant': () => new ServiceFault('NOT_FOUND', 'tenant.unknown', 'There is no such tenant.'),
  'not-settled': () =>
    new ServiceFault('UNAVAILABLE', 'tenant.not-settled', 'Something of it was still under way. Ask again.'),
  'invalid-tenant': () =>
    new ServiceFault(
      'INVALID_ARGUMENT',
      'tenant.invalid',
      "A tenant's id has 1 to 63 of a–z, 0–9 and `-`, its name at most 200 characters.",
    ),
  'connection-exists': () =>
    new ServiceFault('ALREADY_EXISTS', 'connection.exists', 'There is a connection of this id. Choose another.'),
  'unknown-connection': () => new ServiceFault('NOT_FOUND', 'connection.unknown', 'There is no such connection.'),
  'unknown-key': () => new ServiceFault('NOT_FOUND', 'api-key.unknown', 'There is no such key, or it has ended.'),
  'invalid-api-key': () =>
    new ServiceFault(
      'INVALID_ARGUMENT',
      'api-key.invalid',
      "A key's name has at most 100 characters, and its end lies ahead.",
    ),
  'invalid-cursor': () => new ServiceFault('INVALID_ARGUMENT', 'cursor.invalid', 'This cursor is none of ours.'),
  'in-progress': () =>
    new ServiceFault(
      'FAILED_PRECONDITION',
      'idempotency.in-progress',
      'A request of this Idempotency-Key is being done. Ask again.',
      1_000,
    ),
  mismatch: () =>
    new ServiceFault(
      'INVALID_ARGUMENT',
      'idempotency.mismatch',
      'This Idempotency-Key was used for another request. Choose a new one.',
    ),
} as const satisfies Readonly<Record<string, () => ServiceFault>>;

export function invalidConnection(reason: string): ServiceFault {
  return new ServiceFault('INVALID_ARGUMENT', 'connection.invalid', reason);
}

export function missingScopes(scopes: readonly string[]): ServiceFault {
  return new ServiceFault(
    'PERMISSION_DENIED',
    'auth.scope-missing',
    `This key may not hand on what it lacks: ${scopes.join(', ').slice(0, 200)}.`,
  );
}

export function invalidScopes(scopes: readonly string[]): ServiceFault {
  return new ServiceFault(
    'INVALID_ARGUMENT',
    'api-key.invalid-scope',
    `No key may have: ${scopes.join(', ').slice(0, 200)}.`,
  );
}
