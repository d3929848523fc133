import type { FaultStatus } from '@parley/contracts';

export interface ErrorRow {
  /** How it crosses gRPC. */
  readonly status: FaultStatus;
  /** How it leaves over HTTP. */
  readonly http: number;
}

/** The HTTP status of each gRPC status, as google.rpc.Code gives it, but for FAILED_PRECONDITION: 409, for nothing is wrong with the request itself. */
export const HTTP_STATUS: Readonly<Record<FaultStatus, number>> = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  FAILED_PRECONDITION: 409,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  UNKNOWN: 500,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** The number of each gRPC status on the wire. */
export const GRPC_STATUS: Readonly<Record<FaultStatus, number>> = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
};

const row = (status: FaultStatus, http = HTTP_STATUS[status]): ErrorRow => ({ status, http });

/**
 * Every error code that leaves us: `<what>.<why>`. Clients build on them, so a code is listed here once, keeps its meaning
 * for ever, and stays listed when nothing answers with it any more.
 */
export const ERROR_CODES = {
  'advance.repeated': row('INVALID_ARGUMENT'),
  'api-key.invalid': row('INVALID_ARGUMENT', 422),
  'api-key.invalid-scope': row('INVALID_ARGUMENT'),
  'api-key.unknown': row('NOT_FOUND'),
  'auth.invalid-key': row('UNAUTHENTICATED'),
  'auth.missing': row('UNAUTHENTICATED'),
  'auth.platform-key-needed': row('PERMISSION_DENIED'),
  'auth.scope-missing': row('PERMISSION_DENIED'),
  'auth.tenant-key-needed': row('PERMISSION_DENIED'),
  'body.invalid': row('INVALID_ARGUMENT'),
  'body.not-json': row('INVALID_ARGUMENT'),
  'body.too-deep': row('INVALID_ARGUMENT'),
  'body.too-large': row('INVALID_ARGUMENT', 413),
  'body.wrong-length': row('INVALID_ARGUMENT'),
  'body.wrong-type': row('INVALID_ARGUMENT', 415),
  'call.cancelled': row('CANCELLED'),
  'call.deadline': row('DEADLINE_EXCEEDED'),
  'call.refused': row('PERMISSION_DENIED'),
  'call.stopping': row('UNAVAILABLE'),
  'call.too-large': row('RESOURCE_EXHAUSTED', 413),
  'call.unavailable': row('UNAVAILABLE'),
  'channel.forged': row('UNAUTHENTICATED'),
  'channel.stale': row('UNAUTHENTICATED'),
  'chat.busy': row('UNAVAILABLE'),
  'connection.begins-there': row('FAILED_PRECONDITION'),
  'connection.exists': row('ALREADY_EXISTS'),
  'connection.invalid': row('INVALID_ARGUMENT'),
  'connection.paused': row('FAILED_PRECONDITION'),
  'connection.resting': row('UNAVAILABLE'),
  'connection.unknown': row('NOT_FOUND'),
  'conversation.claimed': row('FAILED_PRECONDITION'),
  'conversation.not-running': row('FAILED_PRECONDITION'),
  'conversation.unknown': row('NOT_FOUND'),
  'cursor.invalid': row('INVALID_ARGUMENT'),
  'engine.unavailable': row('UNAVAILABLE'),
  'entry.not-failed': row('FAILED_PRECONDITION'),
  'entry.unknown': row('NOT_FOUND'),
  'flow.invalid': row('INVALID_ARGUMENT', 422),
  'flow.invalid-id': row('INVALID_ARGUMENT'),
  'flow.no-such-version': row('NOT_FOUND'),
  'flow.unknown': row('NOT_FOUND'),
  'flow.version-in-use': row('FAILED_PRECONDITION'),
  'handoff.not-open': row('FAILED_PRECONDITION'),
  'header.invalid': row('INVALID_ARGUMENT'),
  'headers.too-large': row('INVALID_ARGUMENT', 431),
  'idempotency.in-progress': row('FAILED_PRECONDITION'),
  'idempotency.mismatch': row('INVALID_ARGUMENT', 422),
  'integration.input': row('INVALID_ARGUMENT'),
  'integration.unknown': row('NOT_FOUND'),
  'journal.hidden': row('PERMISSION_DENIED'),
  'key.unreadable': row('INTERNAL'),
  'message.empty': row('INVALID_ARGUMENT'),
  'message.invalid-id': row('INVALID_ARGUMENT'),
  'message.unstorable': row('INVALID_ARGUMENT'),
  'method.not-allowed': row('INVALID_ARGUMENT', 405),
  'model.failed': row('UNAVAILABLE'),
  'model.timeout': row('DEADLINE_EXCEEDED'),
  'model.unknown': row('NOT_FOUND'),
  'origin.refused': row('PERMISSION_DENIED'),
  'outcome.pending': row('UNAVAILABLE'),
  'path.invalid': row('INVALID_ARGUMENT'),
  'precondition.failed': row('FAILED_PRECONDITION', 412),
  'quarantine.not-readable': row('FAILED_PRECONDITION'),
  'quarantine.unknown': row('NOT_FOUND'),
  'query.invalid': row('INVALID_ARGUMENT'),
  'rate.api': row('RESOURCE_EXHAUSTED'),
  'rate.flood': row('RESOURCE_EXHAUSTED'),
  'request.malformed': row('INVALID_ARGUMENT'),
  'request.refused': row('INVALID_ARGUMENT'),
  'route.unknown': row('NOT_FOUND'),
  'stream.too-many': row('RESOURCE_EXHAUSTED'),
  'tenant.erased': row('NOT_FOUND'),
  'tenant.exists': row('ALREADY_EXISTS'),
  'tenant.invalid': row('INVALID_ARGUMENT'),
  'tenant.not-settled': row('UNAVAILABLE'),
  'tenant.unknown': row('NOT_FOUND'),
  'url.invalid': row('INVALID_ARGUMENT'),
  'url.too-long': row('INVALID_ARGUMENT', 414),
  'visitor.expired-token': row('UNAUTHENTICATED'),
  'visitor.invalid-identity': row('UNAUTHENTICATED'),
  'visitor.invalid-token': row('UNAUTHENTICATED'),
  internal: row('INTERNAL'),
} as const satisfies Readonly<Record<string, ErrorRow>>;

export type ErrorCode = keyof typeof ERROR_CODES;
