import { HttpException } from '@nestjs/common';
import { ServiceFault } from '@parley/contracts';
import { ERROR_CODES, HTTP_STATUS, problemBody } from '@parley/service-kit';
import type { ErrorRow, ProblemBody } from '@parley/service-kit';

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

/** Refusals of Fastify's own. */
const refusals = {
  tooLarge: { code: 'body.too-large', detail: 'A body may hold 256 kB.' },
  wrongType: { code: 'body.wrong-type', detail: 'Send application/json.' },
  wrongLength: { code: 'body.wrong-length', detail: 'The body is not as long as it says.' },
  badUrl: { code: 'url.invalid', detail: 'The address is not well encoded.' },
  longUrl: { code: 'url.too-long', detail: 'A part of the address is too long.' },
  noRoute: { code: 'route.unknown', detail: 'There is nothing at this address.' },
  other: { code: 'request.refused', detail: 'This request cannot be served.' },
} as const;

type Refusal = (typeof refusals)[keyof typeof refusals];

const byFastifyCode: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: refusals.tooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refusals.wrongType,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: refusals.wrongLength,
  FST_ERR_BAD_URL: refusals.badUrl,
};

/** Nest hides Fastify's code behind the status. */
const byStatus: Readonly<Record<number, Refusal>> = {
  404: refusals.noRoute,
  413: refusals.tooLarge,
  414: refusals.longUrl,
  415: refusals.wrongType,
};

/** What a client is told of an error. Of our own faults it learns nothing but that they are ours. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ServiceFault) {
    const row = (ERROR_CODES as Readonly<Record<string, ErrorRow>>)[error.code];
    const problem = make(row?.http ?? HTTP_STATUS[error.status], error.code, error.message);
    return error.retryInMs === undefined ? problem : { ...problem, retryInMs: error.retryInMs };
  }
  if (error instanceof GatewayFault) {
    const problem = make(error.status, error.code, error.message);
    return error.more ? { ...problem, more: error.more } : problem;
  }
  if (error instanceof HttpException) return ofStatus(error.getStatus(), undefined);
  const { code, statusCode } = (error ?? {}) as { readonly code?: unknown; readonly statusCode?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return ofStatus(statusCode, code);
  return make(500, 'internal', 'Something went wrong on our side.');
}

function ofStatus(status: number, fastifyCode: unknown): Problem {
  const byCode = typeof fastifyCode === 'string' ? byFastifyCode[fastifyCode] : undefined;
  const { code, detail } = byCode ?? byStatus[status] ?? refusals.other;
  return make(status, code, detail);
}

function make(status: number, code: string, detail: string): Problem {
  return problemBody({ status, code, detail });
}
