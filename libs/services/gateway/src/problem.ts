import { HttpException } from '@nestjs/common';
import { ServiceFault } from '@parley/contracts';
import { HTTP_STATUS, problemBody } from '@parley/service-kit';
import type { ProblemBody } from '@parley/service-kit';

/** What a refused request is answered with, and what its head says. */
export interface Problem extends ProblemBody {
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
    const problem = make(HTTP_STATUS[error.status], error.code, error.message);
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
  return problemBody({ status, code, detail });
}
