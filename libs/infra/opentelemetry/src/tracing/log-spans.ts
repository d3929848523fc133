import {
  context,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { EventLog, type LogConsumer, type LogConsumption, type LogRecord, type NewLogRecord } from '@parley/ports';
import { LRUCache } from 'lru-cache';
import type { LogPlace } from '../telemetry.ts';
import type { ConversationTraces } from './conversation-traces.ts';
import { inSpan, markFailed } from './in-span.ts';
import { attributesOf, isRequest, markSubject } from './marks.ts';
import { contextOf, isSampled, traceParentOf } from './trace-parent.ts';

export interface LogTracing {
  readonly tracer: Tracer;
  readonly conversations: ConversationTraces;
  readonly place: LogPlace;
}

/** Records whose traces this process remembers, where the log keeps none. */
const remembered = 50_000;

/** A record with the context of its append; null = it was not traced. */
interface Placed {
  readonly record: LogRecord;
  readonly from: Context | null;
}

/** The log, traced by the messaging conventions: `send` where something is appended, `process` where a batch is handled. */
export class TracedEventLog extends EventLog {
  private readonly appended = new LRUCache<string, string>({ max: remembered });

  constructor(
    private readonly log: EventLog,
    private readonly tracing: LogTracing,
  ) {
    super();
  }

  override append(records: readonly NewLogRecord[]): Promise<void> {
    const span = {
      name: `send ${this.tracing.place.topic}`,
      kind: SpanKind.PRODUCER,
      attributes: this.attributes('send', records.length),
      parent: this.parentOf(records),
    };
    return inSpan(this.tracing.tracer, span, () => {
      // Before the append: its records may be handled before it answers.
      if (!this.tracing.place.carries) this.remember(records);
      return this.log.append(records);
    });
  }

  override consume(consumer: LogConsumer): Promise<LogConsumption> {
    const handle = (batch: readonly LogRecord[]): Promise<void> => this.process(consumer, batch);
    return this.log.consume({ ...consumer, handle });
  }

  override oldestUnprocessedMs(now: number): Promise<number> {
    return this.log.oldestUnprocessedMs(now);
  }

  /** What nobody asked for just now (a result, a wake-up) belongs where its conversation was moved last. */
  private parentOf(records: readonly NewLogRecord[]): Context {
    const active = context.active();
    const [first] = records;
    return isRequest(active) || first === undefined || records.length > 1
      ? active
      : this.tracing.conversations.of(first);
  }

  private remember(records: readonly NewLogRecord[]): void {
    const traceParent = traceParentOf(context.active());
    if (traceParent !== null) for (const record of records) this.appended.set(keyOf(record), traceParent);
  }

  /**
   * The work of a batch is in the trace of its first sampled record, linked to those of all other sampled ones; each of these
   * has a span of its own in its own trace, linked to the batch.
   */
  private async process(consumer: LogConsumer, batch: readonly LogRecord[]): Promise<void> {
    const { tracer, place } = this.tracing;
    const placed = batch.map((record) => this.placed(record));
    const traced = placed.filter(hasTrace);
    const home = traced.find(({ from }) => isSampled(from)) ?? traced[0];
    const others = traced.filter((one) => one !== home && isSampled(one.from));
    const span = {
      name: `process ${place.topic}`,
      kind: SpanKind.CONSUMER,
      attributes: {
        ...this.attributes('process', batch.length),
        'messaging.consumer.group.name': consumer.name,
        ...(batch.length === 1 && batch[0] && attributesOf(batch[0])),
      },
      links: others.flatMap(({ from }) => linkTo(from)),
      parent: home === undefined ? ROOT_CONTEXT : subjectIn(home, batch.length),
    };
    await inSpan(tracer, span, async (shared) => {
      for (const { record, from } of traced) this.tracing.conversations.note(record, from);
      if (home !== undefined) this.tracing.conversations.note(home.record, trace.setSpan(home.from, shared));
      const ends = others.map((other) => this.open(other, shared));
      try {
        await consumer.handle(placed.map(withTrace));
      } catch (error) {
        for (const one of ends) markFailed(one, error);
        throw error;
      } finally {
        for (const one of ends) one.end();
      }
    });
  }

  /** The part of a batch that is one record's, seen in that record's trace. */
  private open({ record, from }: Placed & { readonly from: Context }, shared: Span): Span {
    const own = this.tracing.tracer.startSpan(
      `process ${this.tracing.place.topic}`,
      {
        kind: SpanKind.CONSUMER,
        attributes: { ...this.attributes('process', 1), ...attributesOf(record) },
        links: [{ context: shared.spanContext() }],
      },
      from,
    );
    this.tracing.conversations.note(record, trace.setSpan(from, own));
    return own;
  }

  private placed(record: LogRecord): Placed {
    const traceParent = record.trace ?? this.appended.get(keyOf(record));
    const from = contextOf(traceParent);
    return { record: from === null || traceParent === undefined ? record : tracedRecord(record, traceParent), from };
  }

  private attributes(operation: 'send' | 'process', count: number): Attributes {
    const { system, topic } = this.tracing.place;
    return {
      'messaging.system': system,
      'messaging.destination.name': topic,
      'messaging.operation.name': operation,
      'messaging.operation.type': operation,
      'messaging.batch.message_count': count,
    };
  }
}

/** Named one by one: on the message path every record has the same shape. */
function tracedRecord(record: LogRecord, trace: string): LogRecord {
  const { tenant, conversation, connection, eventId, generation, sealed, receivedAt, offset, attempt } = record;
  return { tenant, conversation, connection, eventId, generation, sealed, receivedAt, offset, attempt, trace };
}

const withTrace = ({ record }: Placed): LogRecord => record;

const hasTrace = (placed: Placed): placed is Placed & { readonly from: Context } => placed.from !== null;

const subjectIn = ({ record, from }: Placed & { readonly from: Context }, count: number): Context =>
  count === 1 ? markSubject(from, record) : from;

function linkTo(from: Context): Link[] {
  const linked = trace.getSpanContext(from);
  return linked === undefined ? [] : [{ context: linked }];
}

const keyOf = ({ tenant, conversation, eventId }: NewLogRecord): string => `${tenant}\n${conversation}\n${eventId}`;
