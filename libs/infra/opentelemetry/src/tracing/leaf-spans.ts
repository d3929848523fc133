import { channel, tracingChannel } from 'node:diagnostics_channel';
import { SpanKind, trace, type Attributes, type Span, type Tracer } from '@opentelemetry/api';
import { markFailed } from './in-span.ts';

/** How a call that is published in the process is shown; nothing that it carries is. */
export interface Shown {
  readonly name: string;
  readonly attributes: Attributes;
}

/** Whether anything under way is recorded: what happens for nobody (looking for work, pings) has no spans. */
export const isRecording = (): boolean => trace.getActiveSpan()?.isRecording() === true;

/** Spans for what a library publishes on a tracing channel of Node's. Answers how to stop. */
export function traceChannel(tracer: Tracer, name: string, show: (call: object) => Shown): () => void {
  const open = new WeakMap<object, Span>();
  const end = (call: object): void => {
    open.get(call)?.end();
    open.delete(call);
  };
  const subscribers = {
    start: (call: object) => {
      if (isRecording()) open.set(call, startLeaf(tracer, show(call)));
    },
    asyncEnd: end,
    error: (call: object) => {
      const span = open.get(call);
      if (span !== undefined) markFailed(span, (call as { readonly error?: unknown }).error);
    },
    end: () => undefined,
    asyncStart: () => undefined,
  };
  const listened = tracingChannel<object>(name);
  listened.subscribe(subscribers);
  return () => listened.unsubscribe(subscribers);
}

/** A statement by its name and its kind (`parley:sql`, published by our own adapter). */
export function showStatement(call: object): Shown {
  const { name, operation } = call as { readonly name: string; readonly operation: string };
  return {
    name: `${operation} ${name}`,
    attributes: { 'db.system.name': 'postgresql', 'db.operation.name': operation, 'db.query.summary': name },
  };
}

/** A command of Redis by its name alone (`ioredis:command`): keys hold ids. */
export function showCommand(call: object): Shown {
  const { command } = call as { readonly command: string };
  return { name: command, attributes: { 'db.system.name': 'redis', 'db.operation.name': command } };
}

interface HttpCall {
  readonly method: string;
  readonly origin?: string | URL;
}

/** Spans for what is sent with undici, or with Node's own fetch: method and host, never the path, which vendors fill with secrets. */
export function traceHttpOut(tracer: Tracer): () => void {
  const open = new WeakMap<object, Span>();
  const listeners: Readonly<Record<string, (message: { readonly request: HttpCall }) => void>> = {
    create: ({ request }) => {
      if (isRecording()) open.set(request, startLeaf(tracer, showHttp(request)));
    },
    headers: (message) => {
      const { response } = message as unknown as { readonly response: { readonly statusCode: number } };
      open.get(message.request)?.setAttribute('http.response.status_code', response.statusCode);
    },
    trailers: ({ request }) => open.get(request)?.end(),
    error: (message) => {
      const span = open.get(message.request);
      if (span === undefined) return;
      markFailed(span, (message as unknown as { readonly error?: unknown }).error);
      span.end();
    },
  };
  const undo = Object.entries(listeners).map(([event, listener]) => {
    const told = (message: unknown): void => listener(message as { readonly request: HttpCall });
    const published = channel(`undici:request:${event}`);
    published.subscribe(told);
    return () => published.unsubscribe(told);
  });
  return () => undo.forEach((stop) => stop());
}

function showHttp({ method, origin }: HttpCall): Shown {
  const { hostname, port, protocol } = new URL(String(origin ?? 'http://unknown'));
  return {
    name: method,
    attributes: {
      'http.request.method': method,
      'url.scheme': protocol.slice(0, -1),
      'server.address': hostname,
      ...(port !== '' && { 'server.port': Number(port) }),
    },
  };
}

export function startLeaf(tracer: Tracer, { name, attributes }: Shown): Span {
  return tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes });
}
