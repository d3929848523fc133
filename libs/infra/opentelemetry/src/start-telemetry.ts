import type { Registry } from 'prom-client';
import type { TelemetryConfig } from './config.ts';
import { noTelemetry, type Telemetry } from './telemetry.ts';

export interface TelemetryOptions {
  /** `gateway`, `all-in-one`, … */
  readonly service: string;
  /** Absent = as OTEL_RESOURCE_ATTRIBUTES says, if it does. */
  readonly version?: string;
  /** Tells this process from its twins. */
  readonly instance: string;
  /** As `readTelemetryConfig` read it. */
  readonly config: TelemetryConfig;
  /** Figures that go out over OTLP besides being on the page for Prometheus. */
  readonly registry?: Registry;
  /** Told, at most once a minute, that something could not be sent. */
  readonly warn?: (event: string, details: Readonly<Record<string, unknown>>) => void;
  /** How long the end may take, ms. */
  readonly stopWithinMs?: number;
}

/** Traces and figures as the variables of OpenTelemetry ask for. Loads the SDK only if something is to be sent. */
export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { traces, metrics } = options.config;
  if (!traces && metrics === null) return noTelemetry;
  const { openTelemetry } = await import('./tracing/open-telemetry.ts');
  return openTelemetry(options);
}
