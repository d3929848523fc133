import {
  context,
  defaultTextMapGetter,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  type Attributes,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { ServiceFault, type CallOptions, type Client, type ServiceDefinition } from '@parley/contracts';
import { GRPC_STATUS } from '@parley/service-kit';
import type { AroundCall, CallWay, Carrier } from '../telemetry.ts';
import { inSpan } from './in-span.ts';
import { markRequest } from './marks.ts';

/** What goes with a call: the trace under way. */
export function carrierOfNow(): Carrier {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

/** Calls that came by gRPC, each in its caller's trace. */
export function traceServed(tracer: Tracer): AroundCall {
  return (carrier, name, work) => {
    const parent = markRequest(propagation.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter));
    return inSpan(tracer, { name, kind: SpanKind.SERVER, attributes: rpc('grpc', name), parent }, (span) =>
      withStatus(span, 'grpc', work),
    );
  };
}

type Call = (request: unknown, options?: CallOptions) => Promise<unknown>;

/** A client whose calls have spans; a stream has none, for it may last for days. */
export function traceClient<Service>(
  tracer: Tracer,
  definition: ServiceDefinition,
  client: Client<Service>,
  way: CallWay,
): Client<Service> {
  const kind = way === 'grpc' ? SpanKind.CLIENT : SpanKind.INTERNAL;
  const calls = client as Readonly<Record<string, Call>>;
  const traced = Object.entries(definition.methods).flatMap(([method, { responseStream }]) => {
    const call = calls[method];
    if (responseStream || call === undefined) return [];
    const name = `${definition.fullName}/${method.charAt(0).toUpperCase()}${method.slice(1)}`;
    const span = { name, kind, attributes: rpc(way, name) };
    const within: Call = (request, options) =>
      inSpan(tracer, span, (under) => withStatus(under, way, () => call(request, options)));
    return [[method, within] as const];
  });
  return { ...client, ...Object.fromEntries(traced) };
}

function rpc(way: CallWay, name: string): Attributes {
  const [service = '', method = ''] = name.split('/');
  return { ...(way === 'grpc' && { 'rpc.system': 'grpc' }), 'rpc.service': service, 'rpc.method': method };
}

async function withStatus<Answer>(span: Span, way: CallWay, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const status = error instanceof ServiceFault ? error.status : 'INTERNAL';
    if (way === 'grpc') span.setAttribute('rpc.grpc.status_code', GRPC_STATUS[status]);
    throw error;
  }
}
