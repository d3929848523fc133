import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayPorts, RequestTrace } from './gateway-ports.ts';

const traces = new WeakMap<FastifyRequest, RequestTrace>();

/** One span for each request, in which everything that follows runs. */
export function traceRequests(fastify: FastifyInstance, begin: NonNullable<GatewayPorts['trace']>): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, protocol: scheme, headers } = request;
    const path = request.url.split('?', 1)[0] ?? '';
    const trace = begin({ route: routeOf(request), method, scheme, path, headers });
    traces.set(request, trace);
    reply.raw.once('close', () => trace.end(reply.raw.statusCode));
    trace.run(done);
  });
  // A body arrives in events of its connection: what comes after it is brought back into the span.
  fastify.addHook('preValidation', (request, _, done) => {
    const trace = traces.get(request);
    if (trace === undefined) done();
    else trace.run(done);
  });
}

/** Of the request's own trace; where nothing is traced here, of its caller's. */
export function traceIdOf(request: FastifyRequest): string | undefined {
  const told = request.headers['traceparent'];
  const [, callers] = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(String(told ?? '')) ?? [];
  return traces.get(request)?.id ?? callers;
}

/** As it is declared, never what a caller wrote. */
export function routeOf(request: FastifyRequest): string {
  return request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
}
