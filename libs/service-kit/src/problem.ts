import { ServiceFault } from '@parley/contracts';
import { ERROR_CODES, HTTP_STATUS, type ErrorRow } from './error-codes.ts';

/** The members of application/problem+json (RFC 9457) that we send; `more` is merged into the body. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Under this id it is found in the traces and the log. */
  readonly traceId?: string;
}

export interface ProblemParts {
  readonly status: number;
  readonly code: string;
  /** A sentence for the caller: what is wrong and, if it helps, what to do. Never anything that a person said. */
  readonly detail: string;
  readonly traceId?: string | undefined;
}

/** The body of an error answer. `type` is a name, not an address: nothing is to be fetched. */
export function problemBody({ status, code, detail, traceId }: ProblemParts): ProblemBody {
  const type = `urn:parley:problem:${code}`;
  const body = { type, title: TITLES[status] ?? 'Refused', status, code, detail };
  return traceId === undefined ? body : { ...body, traceId };
}

/** What a client is told of an error that crossed a service's border. Of our own faults it learns only that they are ours. */
export function problemOfFault(error: unknown, traceId?: string): ProblemBody {
  if (!(error instanceof ServiceFault)) {
    return problemBody({ status: 500, code: 'internal', detail: 'Something went wrong on our side.', traceId });
  }
  const row = (ERROR_CODES as Readonly<Record<string, ErrorRow>>)[error.code];
  const status = row?.http ?? HTTP_STATUS[error.status];
  return problemBody({ status, code: error.code, detail: error.message, traceId });
}

/** A fault with the status that its code has in the table; a code that is not in it is a fault of ours. */
export function faultOfCode(code: string, message: string, retryInMs?: number): ServiceFault {
  const row = Object.hasOwn(ERROR_CODES, code) ? (ERROR_CODES as Readonly<Record<string, ErrorRow>>)[code] : undefined;
  return new ServiceFault(row?.status ?? 'INTERNAL', row ? code : 'internal', message, retryInMs);
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  414: 'Address too long',
  415: 'Wrong type',
  422: 'Not acceptable as it is',
  429: 'Too many requests',
  431: 'Headers too large',
  499: 'Given up',
  500: 'Our fault',
  503: 'Not now',
  504: 'Took too long',
};
