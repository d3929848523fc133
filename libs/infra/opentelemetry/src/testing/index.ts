export { OtlpCollector } from './otlp-collector.ts';
export type { ReceivedSpan } from './otlp-collector.ts';
