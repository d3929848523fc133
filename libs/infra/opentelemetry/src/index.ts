export { readTelemetryConfig, telemetryConfigOf, telemetrySettings } from './config.ts';
export type { TelemetryConfig } from './config.ts';
export {
  figureNames,
  registerCaches,
  registerDependencies,
  registerFigures,
  registerPartitions,
} from './metrics/figures.ts';
export type { AskedFigures, FigureName, Figures, PartitionLag } from './metrics/figures.ts';
export {
  countComplaints,
  MeasuredEventLog,
  MeasuredJournal,
  MeasuredLease,
  measureCalls,
  measureSends,
  measureServed,
  measureUnderstanding,
} from './metrics/measured.ts';
export { Meters } from './metrics/meters.ts';
export { openEyes } from './open-eyes.ts';
export type { Instruments } from './open-eyes.ts';
export { startTelemetry } from './start-telemetry.ts';
export type { TelemetryOptions } from './start-telemetry.ts';
export { noTelemetry } from './telemetry.ts';
export type { AroundCall, Carrier, LogPlace, RequestTrace, Telemetry, TracedRequest } from './telemetry.ts';
