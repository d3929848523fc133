import { ServiceFault } from '@parley/contracts';
import { LanguageModel, MemoryLease, type UnderstandAnswer } from '@parley/ports';
import {
  MeasuredLease,
  Meters,
  measureServed,
  measureUnderstanding,
  readTelemetryConfig,
  registerCaches,
  registerPartitions,
  startTelemetry,
} from '../index.ts';
import { OtlpCollector } from '../testing/index.ts';

const seriesOf = async (meters: Meters): Promise<readonly string[]> =>
  (await meters.registry.metrics()).split('\n').filter((line) => line.startsWith('parley_'));

class Mind extends LanguageModel {
  override readonly name = 'mind';
  override understand(): Promise<UnderstandAnswer> {
    return Promise.reject(new Error('not today'));
  }
}

describe('figures', () => {
  it('tell from where answers of caches came, anew at each look', async () => {
    const meters = new Meters();
    const counts = new Map([['security', { first: 7, second: 0, loaded: 2 }]]);
    registerCaches(meters.registry, () => counts);
    await seriesOf(meters);
    counts.set('security', { first: 8, second: 0, loaded: 2 });
    expect(await seriesOf(meters)).toEqual(
      expect.arrayContaining([
        'parley_cache_answers_total{cache="security",from="memory"} 8',
        'parley_cache_answers_total{cache="security",from="redis"} 0',
        'parley_cache_answers_total{cache="security",from="loaded"} 2',
      ]),
    );
  });

  it('count calls over gRPC by method and status, leases and models by what came of them', async () => {
    const meters = new Meters();
    const around = measureServed(meters);
    await around({}, 'p.S/Do', () => Promise.resolve());
    const refused = around({}, 'p.S/Do', () => Promise.reject(new ServiceFault('NOT_FOUND', 'x', 'no')));
    await expect(refused).rejects.toThrow();
    const lease = new MeasuredLease(new MemoryLease(), meters);
    await lease.take('one', 1_000);
    await lease.take('one', 1_000);
    const asked = {
      ...{ tenant: 't', flow: 'f', text: 'x', language: 'en', intents: [] },
      signal: AbortSignal.abort(),
    };
    await expect(measureUnderstanding(new Mind(), meters).understand(asked)).rejects.toThrow('not today');
    expect(await seriesOf(meters)).toEqual(
      expect.arrayContaining([
        'parley_grpc_calls_total{method="p.S/Do",status="OK"} 1',
        'parley_grpc_calls_total{method="p.S/Do",status="NOT_FOUND"} 1',
        'parley_lease_takes_total{result="held"} 1',
        'parley_lease_takes_total{result="busy"} 1',
        'parley_model_calls_total{model="mind",result="failed"} 1',
      ]),
    );
  });

  it('tell of each partition that a process has, and no more of one that it lost', async () => {
    const meters = new Meters();
    let partitions = [
      { partition: 0, lag: 3, oldestReceivedAt: 8_000 },
      { partition: 1, lag: 0, oldestReceivedAt: null },
    ];
    registerPartitions(
      meters.registry,
      () => partitions,
      () => 10_000,
    );
    const told = async () => (await seriesOf(meters)).filter((line) => line.startsWith('parley_partition_'));
    expect(await told()).toEqual([
      'parley_partition_lag_records{partition="0"} 3',
      'parley_partition_lag_records{partition="1"} 0',
      'parley_partition_oldest_seconds{partition="0"} 2',
      'parley_partition_oldest_seconds{partition="1"} 0',
    ]);
    partitions = partitions.slice(1);
    expect(await told()).toHaveLength(2);
  });

  it('go to a collector under the names that they have on the page', async () => {
    const [collector, meters] = [await OtlpCollector.start(), new Meters()];
    Object.assign(process.env, collector.env, { OTEL_TRACES_EXPORTER: 'none' });
    const read = readTelemetryConfig(process.env);
    if (!read.ok) throw new Error(read.problems.join());
    meters.request('/v1/x', 'GET', 200, 12);
    meters.request('/v1/x', 'GET', 200, 400);
    const telemetry = await startTelemetry({
      service: 'spec',
      instance: '1',
      config: read.config,
      registry: meters.registry,
    });
    expect(telemetry.isOn).toBe(false);
    // The end sends what is still held.
    await telemetry.stop();
    await collector.close();
    expect([...collector.metrics.keys()]).toEqual(
      expect.arrayContaining(['parley_http_requests_total', 'nodejs_eventloop_lag_p99_seconds']),
    );
    const [point] = collector.metrics.get('parley_http_request_seconds')?.histogram?.dataPoints ?? [];
    expect(point?.count).toBe(2);
    expect(point?.sum).toBeCloseTo(0.412);
    expect(point?.bucketCounts).toHaveLength((point?.explicitBounds.length ?? 0) + 1);
    expect(point?.bucketCounts.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  it('go out as protobuf where nothing else is asked for', async () => {
    const [collector, meters] = [await OtlpCollector.start(), new Meters()];
    Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: '' });
    const config = { traces: false, metrics: { protocol: 'http/protobuf', everyMs: 60_000 } } as const;
    const telemetry = await startTelemetry({ service: 'spec', instance: '1', config, registry: meters.registry });
    await telemetry.stop();
    await collector.close();
    expect([...collector.contentTypes]).toEqual(['application/x-protobuf']);
    expect(collector.raw).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('that cannot be sent hold up nothing for long, and the operator is told once', async () => {
    const told: string[] = [];
    const nowhere = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_EXPORTER_OTLP_TIMEOUT: '300' };
    Object.assign(process.env, nowhere);
    const config = { traces: false, metrics: { protocol: 'http/protobuf', everyMs: 400 } } as const;
    const warn = (event: string): void => void told.push(event);
    const options = { service: 'spec', instance: '1', config, registry: new Meters().registry, warn };
    const telemetry = await startTelemetry({ ...options, stopWithinMs: 3_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const began = performance.now();
    await telemetry.stop();
    expect(performance.now() - began).toBeLessThan(3_500);
    expect(told).toEqual(['telemetry.not-sent']);
  });
});
