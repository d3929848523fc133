import {
  context,
  defaultTextMapGetter,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { RequestTrace, TracedRequest } from '../telemetry.ts';
import { markRequest } from './marks.ts';

/** A span for each request, in the trace of whoever sent it. Queries and bodies are nobody's business, nor is a path that we do not know. */
export function traceRequests(tracer: Tracer): (request: TracedRequest) => RequestTrace {
  return ({ route, method, scheme, path, headers }) => {
    const isKnown = route !== 'unknown';
    const parent = propagation.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const attributes = {
      'http.request.method': method,
      'url.scheme': scheme,
      ...(isKnown && { 'http.route': route, 'url.path': path }),
    };
    const span = tracer.startSpan(
      isKnown ? `${method} ${route}` : method,
      { kind: SpanKind.SERVER, attributes },
      parent,
    );
    const within = markRequest(trace.setSpan(parent, span));
    return {
      id: span.spanContext().traceId,
      run: (work) => context.with(within, work),
      end: (status) => {
        span.setAttribute('http.response.status_code', status);
        if (status >= 500) span.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  };
}
