import { context, diag, DiagLogLevel, isSpanContextValid, trace, type Tracer } from '@opentelemetry/api';
import { core, NodeSDK, resources } from '@opentelemetry/sdk-node';
import { within } from '@parley/service-kit';
import type { TelemetryOptions } from '../start-telemetry.ts';
import { noTelemetry, type Carrier, type Telemetry } from '../telemetry.ts';
import { carrierOfNow, traceClient, traceServed } from './call-spans.ts';
import { ConversationTraces } from './conversation-traces.ts';
import { traceEngine } from './engine-spans.ts';
import { showCommand, showStatement, traceChannel, traceHttpOut } from './leaf-spans.ts';
import { TracedEventLog } from './log-spans.ts';
import { subjectOf } from './marks.ts';
import { metricReader } from './metric-reader.ts';
import { traceMongo } from './mongo-spans.ts';
import { traceCalls, traceSends, traceUnderstanding } from './port-spans.ts';
import { traceRequests } from './request-spans.ts';

const stopWithinDefaultMs = 3_000;
const complainEveryMs = 60_000;

/** Starts the SDK. Where figures alone are sent, nothing is traced. */
export async function openTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { metrics, traces } = options.config;
  if (options.warn !== undefined) complainTo(options.warn);
  const reader =
    metrics === null || options.registry === undefined ? [] : [await metricReader(metrics, options.registry)];
  const sdk = new NodeSDK({
    resource: resources.resourceFromAttributes({
      'service.name': `parley-${options.service}`,
      'service.namespace': 'parley',
      ...(options.version !== undefined && { 'service.version': options.version }),
      'service.instance.id': options.instance,
    }),
    // Only what the operator says of the process; no command lines, no names of users.
    resourceDetectors: [resources.envDetector],
    // Baggage would carry what a caller wrote into the log and to other services.
    textMapPropagator: new core.W3CTraceContextPropagator(),
    instrumentations: [],
    logRecordProcessors: [],
    metricReaders: reader,
    ...(!traces && { spanProcessors: [] }),
  });
  sdk.start();
  // What could not be sent is gone; nobody waits for it.
  const end = async (): Promise<void> => {
    await within(options.stopWithinMs ?? stopWithinDefaultMs, sdk.shutdown()).catch(() => undefined);
  };
  if (!traces) return { ...noTelemetry, stop: end };
  return tracing(trace.getTracer('parley', options.version), end);
}

function tracing(tracer: Tracer, end: () => Promise<void>): Telemetry {
  const conversations = new ConversationTraces();
  const unlisten = [
    traceChannel(tracer, 'parley:sql', showStatement),
    traceChannel(tracer, 'ioredis:command', showCommand),
    traceHttpOut(tracer),
  ];
  return {
    isOn: true,
    context: logContext,
    request: traceRequests(tracer),
    inject: carrierOfNow,
    around: traceServed(tracer),
    log: (log, place) => new TracedEventLog(log, { tracer, conversations, place }),
    channel: (channel) => traceSends(tracer, conversations, channel),
    integration: (integration) => traceCalls(tracer, integration),
    model: (model) => traceUnderstanding(tracer, model),
    client: (definition, client, way) => traceClient(tracer, definition, client, way),
    engine: (service) => traceEngine(conversations, service),
    mongo: (client) => traceMongo(tracer, client),
    stop: async () => {
      for (const stop of unlisten) stop();
      await end();
    },
  };
}

/** What a line of the log is told of the work that wrote it. */
function logContext(): Carrier {
  const active = context.active();
  const span = trace.getSpanContext(active);
  if (span === undefined || !isSpanContextValid(span)) return {};
  return { trace: span.traceId, ...subjectOf(active) };
}

/** The SDK's own words may name addresses and tokens: the operator is told only that it fails. */
function complainTo(warn: NonNullable<TelemetryOptions['warn']>): void {
  let toldAt = -Infinity;
  const tell = (): void => {
    if (performance.now() - toldAt < complainEveryMs) return;
    toldAt = performance.now();
    warn('telemetry.not-sent', {
      todo: 'Traces or figures are lost. See whether the address of OTEL_EXPORTER_OTLP_ENDPOINT answers.',
    });
  };
  const nothing = (): void => undefined;
  diag.setLogger({ error: tell, warn: nothing, info: nothing, debug: nothing, verbose: nothing }, DiagLogLevel.ERROR);
}
