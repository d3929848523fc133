import { readConfig, setting, type ConfigAnswer } from '@parley/service-kit';
import { z } from 'zod';

/** What the usual variables of OpenTelemetry ask for; how it is sent (headers, TLS, time-outs, batches) the SDK reads itself. */
export interface TelemetryConfig {
  readonly traces: boolean;
  /** null = figures are only on the page for Prometheus. */
  readonly metrics: { readonly protocol: OtlpProtocol; readonly everyMs: number } | null;
}

export type OtlpProtocol = 'http/protobuf' | 'http/json' | 'grpc';

const protocol = () =>
  z.enum(['http/protobuf', 'http/json', 'grpc'], 'must be http/protobuf, http/json or grpc').optional();
const endpoint = () => setting.url('http:', 'https:').optional();

/** Variables of OpenTelemetry that decide whether anything is sent, to be spread into a composition's own schema. */
export const telemetrySettings = {
  OTEL_SDK_DISABLED: setting.flag().prefault('false'),
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint(),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint(),
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol(),
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: protocol(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'console', 'none'], 'must be otlp, console or none').optional(),
  OTEL_METRICS_EXPORTER: z.enum(['otlp', 'none'], 'must be otlp or none').optional(),
  OTEL_METRIC_EXPORT_INTERVAL: setting.whole(100, 3_600_000).prefault('60000'),
  OTEL_TRACES_SAMPLER: z
    .enum(
      [
        'always_on',
        'always_off',
        'traceidratio',
        'parentbased_always_on',
        'parentbased_always_off',
        'parentbased_traceidratio',
      ],
      'must be a sampler of OpenTelemetry, such as parentbased_traceidratio',
    )
    .optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .refine((value) => Number(value) >= 0 && Number(value) <= 1, 'must lie between 0 and 1')
    .optional(),
};

const schema = z.object(telemetrySettings);

/** Reads and checks all of it; every fault at once. */
export function readTelemetryConfig(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigAnswer<TelemetryConfig> {
  const read = readConfig(schema, environment);
  return read.ok ? { ok: true, config: telemetryConfigOf(read.config) } : read;
}

/** What the variables mean. Nothing set = nothing is sent. */
export function telemetryConfigOf(read: z.infer<typeof schema>): TelemetryConfig {
  const shared = read.OTEL_EXPORTER_OTLP_ENDPOINT;
  const traces = read.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? shared;
  const metrics = read.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ?? shared;
  const [tracesTo, metricsTo] = [read.OTEL_TRACES_EXPORTER ?? 'otlp', read.OTEL_METRICS_EXPORTER ?? 'otlp'];
  if (read.OTEL_SDK_DISABLED) return { traces: false, metrics: null };
  const protocol = read.OTEL_EXPORTER_OTLP_METRICS_PROTOCOL ?? read.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf';
  return {
    traces: tracesTo === 'console' || (tracesTo === 'otlp' && traces !== undefined),
    metrics:
      metricsTo === 'otlp' && metrics !== undefined ? { protocol, everyMs: read.OTEL_METRIC_EXPORT_INTERVAL } : null,
  };
}
