import { PeriodicExportingMetricReader, type MetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { Registry } from 'prom-client';
import type { OtlpProtocol, TelemetryConfig } from '../config.ts';
import { RegistryProducer } from './registry-producer.ts';

/** Sends the registry's figures as often as asked for: the same ones, under the same names, as on the page for Prometheus. */
export async function metricReader(
  { protocol, everyMs }: NonNullable<TelemetryConfig['metrics']>,
  registry: Registry,
): Promise<MetricReader> {
  return new PeriodicExportingMetricReader({
    exporter: await exporterOf(protocol),
    exportIntervalMillis: everyMs,
    exportTimeoutMillis: Math.min(everyMs, 10_000),
    metricProducers: [new RegistryProducer(registry)],
  });
}

async function exporterOf(protocol: OtlpProtocol): Promise<PushMetricExporter> {
  switch (protocol) {
    case 'grpc': {
      const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-grpc');
      return new OTLPMetricExporter();
    }
    case 'http/json': {
      const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-http');
      return new OTLPMetricExporter();
    }
    case 'http/protobuf': {
      const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-proto');
      return new OTLPMetricExporter();
    }
  }
}
