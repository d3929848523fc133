import { describeEngine } from '@parley/testing';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { readTelemetryConfig, startTelemetry, type Telemetry } from './index.ts';
import { OtlpCollector } from './testing/index.ts';

const canary = 'canary-9c1e';
let collector: OtlpCollector;
let telemetry: Telemetry;

beforeAll(async () => {
  collector = await OtlpCollector.start();
  Object.assign(process.env, collector.env, { OTEL_METRICS_EXPORTER: 'none' });
  const read = readTelemetryConfig(process.env);
  if (!read.ok) throw new Error(read.problems.join());
  telemetry = await startTelemetry({ service: 'spec', instance: '1', config: read.config });
});
afterAll(async () => {
  await telemetry.stop();
  await collector.close();
});

/** Runs work within a request's span, and answers the names of the spans that it left. */
async function spansOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const path = { route: '/x', method: 'GET', scheme: 'http', path: '/x', headers: {} };
  const request = telemetry.request?.(path);
  if (request === undefined) throw new Error('nothing is traced');
  await new Promise((resolve, reject) => request.run(() => void work().then(resolve, reject)));
  request.end(200);
  const isRequest = ({ name, traceId }: { readonly name: string; readonly traceId: string }): boolean =>
    name === 'GET /x' && traceId === request.id;
  await collector.until((spans) => spans.some(isRequest));
  return collector.spans.filter((span) => span.traceId === request.id && !isRequest(span)).map(({ name }) => name);
}

describeEngine('redis', 'Redis', (url) => {
  it('is seen by the names of its commands, without keys and values', async () => {
    const redis = new Redis(url);
    const key = `otel-spec-${process.pid}-${canary}`;
    await redis.set(key, canary);
    const names = await spansOf(async () => {
      await redis.get(key);
      await redis.del(key);
    });
    await redis.quit();
    expect(names).toEqual(['get', 'del']);
    expect(collector.raw).not.toContain(canary);
  });
});

describeEngine('mongodb', 'MongoDB', (url) => {
  it('is seen by its commands and their collections, without what they hold', async () => {
    const client = new MongoClient(url, { monitorCommands: true });
    telemetry.mongo(client);
    const rows = client.db(`otel_spec_${process.pid}`).collection<{ _id: string }>('messages');
    await client.connect();
    const names = await spansOf(async () => {
      await rows.insertOne({ _id: canary });
      await rows.findOne({ _id: canary });
      await rows.insertOne({ _id: canary }).catch(() => undefined);
    });
    await rows.drop();
    await client.close();
    expect(names).toEqual(['insert messages', 'find messages', 'insert messages']);
    expect(collector.raw).not.toContain(canary);
  });
});

describe('HTTP calls', () => {
  it('are seen by method and host, without the path', async () => {
    const names = await spansOf(async () => {
      await (await fetch(`${collector.url}/${canary}?token=${canary}`, { method: 'POST', body: '{}' })).text();
    });
    expect(names).toEqual(['POST']);
    expect(collector.spans.flatMap(({ attributes }) => attributes)).toContainEqual({
      key: 'server.address',
      value: { stringValue: '127.0.0.1' },
    });
    const sent = collector.spans.map((span) => JSON.stringify(span)).join();
    expect(sent).not.toContain(canary);
  });
});
