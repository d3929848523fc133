import {
  context,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import { ServiceFault } from '@parley/contracts';

export interface SpanOf extends Pick<SpanOptions, 'kind' | 'attributes' | 'links'> {
  readonly name: string;
  /** Absent = what is under way. */
  readonly parent?: Context;
}

/** Runs work within a span of its own, which ends with it. */
export async function inSpan<Answer>(
  tracer: Tracer,
  { name, parent = context.active(), kind = SpanKind.INTERNAL, attributes = {}, links = [] }: SpanOf,
  work: (span: Span) => Promise<Answer>,
): Promise<Answer> {
  const span = tracer.startSpan(name, { kind, attributes, links }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    markFailed(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** A code or a class, never the message: it may quote what a person said. */
export function markFailed(span: Span, error: unknown): void {
  span.setAttribute('error.type', typeOf(error)).setStatus({ code: SpanStatusCode.ERROR });
}

function typeOf(error: unknown): string {
  if (error instanceof ServiceFault) return error.code;
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  if (typeof code === 'string' || typeof code === 'number') return String(code);
  return typeof name === 'string' ? name : 'unknown';
}
