import { tracingChannel } from 'node:diagnostics_channel';
import { StateEngineServiceDefinition, ServiceFault, type Client, type StateEngineService } from '@parley/contracts';
import {
  Channel,
  EventLog,
  MemoryEventLog,
  type LogConsumer,
  type LogConsumption,
  type LogRecord,
  type NewLogRecord,
  type OutboundReply,
  type SendAnswer,
} from '@parley/ports';
import { readTelemetryConfig, startTelemetry, type Telemetry } from './index.ts';
import { OtlpCollector, type ReceivedSpan } from './testing/index.ts';

const canary = 'canary-7f3a';
const callers = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };

/** A log whose records bring their traces, as headers do. */
class HeaderLog extends EventLog {
  private readonly headers = new Map<string, string | undefined>();
  constructor(
    private readonly log: EventLog,
    private readonly inject: NonNullable<Telemetry['inject']>,
  ) {
    super();
  }
  override append(records: readonly NewLogRecord[]): Promise<void> {
    for (const { eventId } of records) this.headers.set(eventId, this.inject()['traceparent']);
    return this.log.append(records);
  }
  override consume(consumer: LogConsumer): Promise<LogConsumption> {
    const traced = (record: LogRecord): LogRecord => {
      const trace = this.headers.get(record.eventId);
      return trace === undefined ? record : { ...record, trace };
    };
    return this.log.consume({ ...consumer, handle: (batch) => consumer.handle(batch.map(traced)) });
  }
  override oldestUnprocessedMs(now: number): Promise<number> {
    return this.log.oldestUnprocessedMs(now);
  }
}

class Mouth extends Channel {
  override readonly name = 'mouth';
  override readonly deduplicates = true;
  override readonly needsPlace = false;
  override readonly secrets = [];
  override pace(): null {
    return null;
  }
  override find(): Promise<{ kind: 'absent' }> {
    return Promise.resolve({ kind: 'absent' });
  }
  override send(): Promise<SendAnswer> {
    return Promise.resolve({ kind: 'sent', vendorId: null });
  }
}

const recordOf = (conversation: string): NewLogRecord => ({
  ...{ tenant: 'acme', conversation, connection: 'c', eventId: `web:${conversation}-${canary.length}` },
  ...{ generation: 1, sealed: Buffer.from(canary), receivedAt: 1 },
});

const replyTo = (conversation: string): OutboundReply => ({
  ...{ tenant: 'acme', connection: 'c', conversation, place: null, reply: `${conversation}:1:0`, number: 2 },
  ...{ createdAt: 1, from: 'bot', text: canary, choices: [] },
});

/** Where the PostgreSQL adapter tells of its statements. */
const sql = tracingChannel<object>('parley:sql');

let collector: OtlpCollector;
let telemetry: Telemetry;

beforeAll(async () => {
  collector = await OtlpCollector.start();
  Object.assign(process.env, collector.env);
  const read = readTelemetryConfig(process.env);
  if (!read.ok) throw new Error(read.problems.join());
  telemetry = await startTelemetry({ service: 'spec', instance: '1', config: read.config });
});
afterAll(async () => {
  await telemetry.stop();
  await collector.close();
});

/** Handles what is appended to a traced log as chat does: asks the engine, which asks the database. */
async function consumed(log: EventLog, engine: (record: LogRecord) => Promise<void>): Promise<LogConsumption> {
  return log.consume({
    ...{ name: 'chat', lanes: 1, maxBatch: 100, everyMs: 20 },
    handle: async (batch) => {
      for (const record of batch) await engine(record);
    },
  });
}

function begin(traceparent?: string) {
  const request = telemetry.request?.({
    ...{ route: '/channels/:channel/:connection', method: 'POST', scheme: 'http', path: '/channels/web-chat/demo' },
    headers: { ...(traceparent !== undefined && { traceparent }), authorization: canary },
  });
  if (request === undefined) throw new Error('nothing is traced');
  return request;
}

const within = <Answer>(request: ReturnType<typeof begin>, work: () => Promise<Answer>): Promise<Answer> =>
  new Promise((resolve, reject) => request.run(() => void work().then(resolve, reject)));

const named = (name: string, traceId: string): ReceivedSpan | undefined =>
  collector.spans.find((span) => span.name === name && span.traceId === traceId);

const advance = 'parley.state_engine.v1.StateEngineService/Advance';

describe('one message', () => {
  it('is one trace: request, append, batch, call over gRPC, statement, delivery; the caller’s own', async () => {
    const served = (carrier: Readonly<Record<string, string>>): Promise<unknown> =>
      telemetry.around?.(carrier, advance, () =>
        sql.tracePromise(() => Promise.resolve(canary), { name: 'spec_entry', operation: 'select' }),
      ) ?? Promise.reject(new Error('nothing is traced'));
    const link = { advance: () => served(telemetry.inject?.() ?? {}) } as unknown as Client<StateEngineService>;
    const engine = telemetry.client(StateEngineServiceDefinition, link, 'grpc');
    const kafka = new HeaderLog(new MemoryEventLog(), () => telemetry.inject?.() ?? {});
    const log = telemetry.log(kafka, { system: 'kafka', topic: 'message.inbound.v1', carries: true });
    const mouth = telemetry.channel(new Mouth());
    const handled: LogRecord[] = [];
    const consumption = await consumed(log, async (record) => {
      handled.push(record);
      await engine.advance({ stimuli: [], withProjection: false });
      await mouth.send(replyTo(record.conversation), { settings: {}, secrets: { token: canary } });
    });

    const request = begin(`00-${callers.traceId}-${callers.spanId}-01`);
    await within(request, () => log.append([recordOf('ann')]));
    request.end(200);
    await collector.until((spans) => spans.some(({ name }) => name === 'process message.inbound.v1'));
    await consumption.drain();

    expect(request.id).toBe(callers.traceId);
    const chain = [
      'POST /channels/:channel/:connection',
      'send message.inbound.v1',
      'process message.inbound.v1',
      advance,
      'select spec_entry',
    ];
    let parent = callers.spanId;
    for (const name of chain) {
      const found = collector.spans.filter((span) => span.name === name && span.parentSpanId === parent);
      expect({ name, found: found.map(({ traceId }) => traceId) }).toEqual({ name, found: [callers.traceId] });
      // The client's span stands over the server's of the same name.
      const inner = collector.spans.find((span) => span.name === name && span.parentSpanId === found[0]?.spanId);
      parent = (inner ?? found[0])?.spanId ?? '';
    }
    const home = named('process message.inbound.v1', callers.traceId);
    expect(named('deliver mouth', callers.traceId)?.parentSpanId).toBe(home?.spanId);
    expect(handled[0]?.trace).toMatch(new RegExp(`^00-${callers.traceId}-[0-9a-f]{16}-01$`));
  });

  it('that shares its batch with others has a span in its own trace, linked to the batch, which links to it', async () => {
    const log = telemetry.log(new MemoryEventLog(), { system: 'postgresql', topic: 'shared', carries: false });
    const mouth = telemetry.channel(new Mouth());
    const requests = ['bob', 'cyd'].map((conversation) => ({ conversation, request: begin() }));
    for (const { conversation, request } of requests) {
      await within(request, () => log.append([recordOf(conversation)]));
      request.end(200);
    }
    const consumption = await consumed(log, async ({ conversation }) => {
      await mouth.send(replyTo(conversation), { settings: {}, secrets: {} });
    });
    await collector.until((spans) => spans.filter(({ name }) => name === 'process shared').length === 2);
    await consumption.drain();
    const [one, two] = requests.map(({ request }) => ({
      process: named('process shared', request.id),
      send: named('send shared', request.id),
      deliver: named('deliver mouth', request.id),
    }));
    for (const { process, send, deliver } of [one, two].filter((found) => found !== undefined)) {
      expect(process?.parentSpanId).toBe(send?.spanId);
      expect(deliver?.parentSpanId).toBe(process?.spanId);
    }
    expect(one?.process?.links).toMatchObject([{ traceId: two?.send?.traceId, spanId: two?.send?.spanId }]);
    expect(two?.process?.links).toMatchObject([{ traceId: one?.process?.traceId, spanId: one?.process?.spanId }]);
  });

  it('that fails leaves a code, never the words of the error', async () => {
    const link = {
      advance: () => Promise.reject(new ServiceFault('UNAVAILABLE', 'engine.busy', `${canary} cannot be said`)),
    } as unknown as Client<StateEngineService>;
    const engine = telemetry.client(StateEngineServiceDefinition, link, 'grpc');
    const request = begin();
    await within(request, () => engine.advance({ stimuli: [], withProjection: false }).catch(() => undefined));
    request.end(503);
    await collector.until(() => named(advance, request.id) !== undefined);
    expect(named(advance, request.id)?.attributes).toContainEqual({
      key: 'error.type',
      value: { stringValue: 'engine.busy' },
    });
  });

  it('that nobody samples costs no span, and its trace goes on all the same', async () => {
    const sent = collector.spans.length;
    const request = begin(`00-${'c'.repeat(32)}-${callers.spanId}-00`);
    const carried = await within(request, () => Promise.resolve(telemetry.inject?.()));
    expect(carried?.['traceparent']).toMatch(/^00-c{32}-[0-9a-f]{16}-00$/);
    request.end(200);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(collector.spans.length).toBe(sent);
  });
});

it('nothing that is sent holds what people said, secrets, or values of statements', () => {
  expect(collector.raw).toContain('spec_entry');
  expect(collector.raw).not.toContain(canary);
});
