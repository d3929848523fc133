import { ValueType, type Attributes, type HrTime } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type CollectionResult,
  type MetricData,
  type MetricDescriptor,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import { core, resources } from '@opentelemetry/sdk-node';
import type { MetricObjectWithValues, MetricValue, MetricValueWithName, Registry } from 'prom-client';

type Metric = MetricObjectWithValues<MetricValue<string>>;

/** What prom-client counts, as OpenTelemetry sends it. */
export class RegistryProducer implements MetricProducer {
  private readonly since: HrTime = core.hrTime();

  constructor(private readonly registry: Registry) {}

  async collect(): Promise<CollectionResult> {
    const told = (await this.registry.getMetricsAsJSON()) as readonly Metric[];
    const span = { startTime: this.since, endTime: core.hrTime() };
    const metrics = told.flatMap((metric) => metricOf(metric, span));
    const scopeMetrics = [{ scope: { name: 'parley' }, metrics }];
    // The reader knows the resource, and takes these for its own.
    return { resourceMetrics: { resource: resources.emptyResource(), scopeMetrics }, errors: [] };
  }
}

interface Interval {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** Summaries are left out: quantiles of several processes add up to nothing. */
function metricOf(metric: Metric, interval: Interval): MetricData[] {
  const { name, help, values } = metric;
  const descriptor: MetricDescriptor = {
    ...{ name, description: help, unit: unitOf(name), valueType: ValueType.DOUBLE },
  };
  const shared = { descriptor, aggregationTemporality: AggregationTemporality.CUMULATIVE };
  const points = values.map(({ value, labels }) => ({ ...interval, value, attributes: labels as Attributes }));
  switch (metric.type as unknown as string) {
    case 'counter':
      return [{ ...shared, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints: points }];
    case 'gauge':
      return [{ ...shared, dataPointType: DataPointType.GAUGE, dataPoints: points }];
    case 'histogram': {
      const dataPoints = histogramsOf(values as readonly MetricValueWithName<string>[]).map(({ attributes, value }) => {
        return { ...interval, attributes, value };
      });
      return [{ ...shared, dataPointType: DataPointType.HISTOGRAM, dataPoints }];
    }
    default:
      return [];
  }
}

interface HistogramPoint {
  readonly attributes: Attributes;
  readonly value: { buckets: { boundaries: number[]; counts: number[] }; sum: number; count: number };
}

/** Prometheus counts a bucket with all smaller ones, OpenTelemetry each alone. */
function histogramsOf(values: readonly MetricValueWithName<string>[]): readonly HistogramPoint[] {
  const found = new Map<string, HistogramPoint>();
  const below = new Map<string, number>();
  for (const { metricName = '', value, labels } of values) {
    const { le, ...attributes } = labels as Record<string, string | number>;
    const key = JSON.stringify(attributes);
    const point = found.get(key) ?? {
      attributes,
      value: { buckets: { boundaries: [], counts: [] }, sum: 0, count: 0 },
    };
    found.set(key, point);
    if (le !== undefined) {
      point.value.buckets.counts.push(value - (below.get(key) ?? 0));
      below.set(key, value);
      if (le !== '+Inf') point.value.buckets.boundaries.push(Number(le));
    } else if (metricName.endsWith('_sum')) point.value.sum = value;
    else point.value.count = value;
  }
  return [...found.values()];
}

const unitOf = (name: string): string =>
  /_seconds(_total)?$/.test(name) ? 's' : /_bytes(_total)?$/.test(name) ? 'By' : '';
