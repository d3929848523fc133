import { HttpException } from '@nestjs/common';
import type { FaultStatus } from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';

/** RFC 9457, with a stable code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly retryInMs?: number;
  /** Members of its own, by code. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A refusal of the gateway itself. */
export class GatewayFault extends Error {
  override readonly name = 'GatewayFault';
  readonly status: number;
  readonly code: string;
  readonly more: Readonly<Record<string, unknown>> | undefined;

  constructor(status: number, code: string, message: string, more?: Readonly<Record<string, unknown>>) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

const httpStatus: Readonly<Record<FaultStatus, number>> = {
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

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  414: 'Address too long',
  415: 'Wrong type',
  422: 'Not acceptable as it is',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Our fault',
  503: 'Not now',
  504: 'Took too long',
};

/** Fastify's own refusals, by its code. */
const fastifyCodes: Readonly<Record<string, { readonly code: string; readonly detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'body.too-large', detail: 'A body may hold 256 kB.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'body.wrong-type', detail: 'Send application/json.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'body.wrong-length', detail: 'The body is not as long as it says.' },
  FST_ERR_BAD_URL: { code: 'url.invalid', detail: 'The address is not well encoded.' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'url.too-long', detail: 'A part of the address is too long.' },
  FST_ERR_ROUTE_MAX_PARAM_LENGTH: { code: 'url.too-long', detail: 'A part of the address is too long.' },
};

/** What a client is told of an error. Of our own faults it learns nothing but that they are ours. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ServiceFault) {
    const problem = make(httpStatus[error.status], error.code, error.message);
    return error.retryInMs === undefined ? problem : { ...problem, retryInMs: error.retryInMs };
  }
  if (error instanceof GatewayFault) {
    const problem = make(error.status, error.code, error.message);
    return error.more ? { ...problem, more: error.more } : problem;
  }
  if (error instanceof HttpException) return ofStatus(error.getStatus());
  const { code, statusCode } = (error ?? {}) as { readonly code?: unknown; readonly statusCode?: unknown };
  const known = typeof code === 'string' ? fastifyCodes[code] : undefined;
  if (known && typeof statusCode === 'number') return make(statusCode, known.code, known.detail);
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return ofStatus(statusCode);
  return make(500, 'internal', 'Something went wrong on our side.');
}

function ofStatus(status: number): Problem {
  return status === 404
    ? make(404, 'route.unknown', 'There is nothing at this address.')
    : make(status, 'request.refused', 'This request cannot be served.');
}

function make(status: number, code: string, detail: string): Problem {
  return { type: `urn:parley:problem:${code}`, title: titles[status] ?? 'Refused', status, code, detail };
}
