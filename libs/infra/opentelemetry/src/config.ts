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
const exporter = () => z.enum(['otlp', 'console', 'none'], 'must be otlp, console or none').optional();
const endpoint = () => setting.url('http:', 'https:').optional();

const schema = z.object({
  OTEL_SDK_DISABLED: setting.flag().prefault('false'),
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint(),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint(),
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol(),
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: protocol(),
  OTEL_TRACES_EXPORTER: exporter(),
  OTEL_METRICS_EXPORTER: exporter(),
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
});

/** Reads what decides whether anything is sent; every fault at once. Nothing set = nothing is. */
export function readTelemetryConfig(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigAnswer<TelemetryConfig> {
  const read = readConfig(schema, environment);
  if (!read.ok) return read;
  const { config } = read;
  const isAllowed = !config.OTEL_SDK_DISABLED;
  const shared = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const traces = config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? shared;
  const metrics = config.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ?? shared;
  const [tracesTo, metricsTo] = [config.OTEL_TRACES_EXPORTER ?? 'otlp', config.OTEL_METRICS_EXPORTER ?? 'otlp'];
  return {
    ok: true,
    config: {
      traces: isAllowed && (tracesTo === 'console' || (tracesTo === 'otlp' && traces !== undefined)),
      metrics:
        isAllowed && metricsTo === 'otlp' && metrics !== undefined
          ? {
              protocol:
                config.OTEL_EXPORTER_OTLP_METRICS_PROTOCOL ?? config.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf',
              everyMs: config.OTEL_METRIC_EXPORT_INTERVAL,
            }
          : null,
    },
  };
}
