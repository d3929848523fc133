/** The gRPC codes that our services answer with. */
export type FaultStatus =
  | 'CANCELLED'
  | 'UNKNOWN'
  | 'INVALID_ARGUMENT'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'FAILED_PRECONDITION'
  | 'INTERNAL'
  | 'UNAVAILABLE'
  | 'UNAUTHENTICATED';

/**
 * A call's failure as it crosses from one service to another: thrown by a service's controller, and thrown again at the
 * caller by the link, with nothing of the stack between. `code` is one of the stable codes (`handoff.not-open`).
 */
export class ServiceFault extends Error {
  override readonly name = 'ServiceFault';
  readonly status: FaultStatus;
  readonly code: string;
  /** When it is worth asking again, ms; absent = unknown. */
  readonly retryInMs?: number;

  constructor(status: FaultStatus, code: string, message: string, retryInMs?: number) {
    super(message);
    this.status = status;
    this.code = code;
    if (retryInMs !== undefined) this.retryInMs = retryInMs;
  }
}
