import { InboundStimulus } from '@parley/contracts';
import { RecordsRefused, type LogRecord, type NewLogRecord } from '@parley/ports';
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';

/** A stimulus of 256 kB and what sealing adds to it. */
export const MAX_SEALED_BYTES = 262_144 + 1_024;
/** Key, headers and the ids in the payload, at most. */
const MAX_ID_BYTES = 2_048;
const MAX_UINT32 = 4_294_967_295;

/** The log's key: one conversation, one partition. */
export function keyOf({ tenant, conversation }: NewLogRecord): string {
  return `${tenant}/${conversation}`;
}

/** Throws `RecordsRefused` for what could never be stored, before anything else is tried. */
export function assertStorable(record: NewLogRecord): void {
  const { tenant, conversation, connection, eventId, generation, sealed, receivedAt } = record;
  const ids = [tenant, conversation, connection, eventId];
  if (ids.some((id) => id.includes('\0') || !id.isWellFormed()))
    throw new RecordsRefused('no id may hold U+0000 or half of a surrogate pair');
  if (ids.reduce((sum, id) => sum + Buffer.byteLength(id), 0) > MAX_ID_BYTES)
    throw new RecordsRefused(`ids of a record may hold ${MAX_ID_BYTES} bytes together`);
  if (sealed.length > MAX_SEALED_BYTES)
    throw new RecordsRefused(`a record holds ${sealed.length} sealed bytes, at most ${MAX_SEALED_BYTES} may be`);
  if (!isWhole(generation, MAX_UINT32) || !isWhole(receivedAt, Number.MAX_SAFE_INTEGER))
    throw new RecordsRefused('generation and time must be whole numbers');
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

/**
 * CloudEvents 1.0, Kafka binary content mode (cloudevents/spec, bindings/kafka-protocol-binding.md, 3.2): attributes as
 * `ce_` headers, the protobuf as value. The record's time is `receivedAt`, so that the log can be searched by age.
 */
export function toMessage(record: NewLogRecord, trace: Readonly<Record<string, string>>): Message {
  const { tenant, conversation, connection, eventId, generation, sealed, receivedAt } = record;
  const key = keyOf(record);
  const value = InboundStimulus.encode({
    tenant,
    conversation,
    connection,
    eventId,
    generation,
    sealed,
    receivedAt,
    attempt: 1,
  }).finish();
  return {
    key,
    value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    timestamp: String(receivedAt),
    headers: {
      'content-type': 'application/protobuf',
      ce_specversion: '1.0',
      ce_id: eventId,
      ce_source: `/parley/${eventId.slice(0, Math.max(0, eventId.indexOf(':')))}`,
      ce_type: 'parley.message.inbound.v1',
      ce_time: timeOf(receivedAt),
      ce_dataschema: 'parley/message/v1/inbound_stimulus.proto',
      ce_partitionkey: key,
      ...trace,
    },
  };
}

/** RFC 3339; a time beyond what a date can say is left to the payload. */
function timeOf(ms: number): string {
  return new Date(Math.min(ms, 8_640_000_000_000_000)).toISOString();
}

/** Throws when the bytes are no record of ours. */
export function fromMessage(message: KafkaMessage, attempt: number): LogRecord {
  if (message.value === null || message.value.length === 0) throw new Error(`the record ${message.offset} is empty`);
  const stimulus = InboundStimulus.decode(message.value);
  const { tenant, conversation, connection, eventId, generation, receivedAt } = stimulus;
  if (tenant === '' || conversation === '' || eventId === '')
    throw new Error(`the record ${message.offset} names no tenant, conversation or event`);
  // A copy: what was decoded is a view that would keep all that one fetch has brought in memory.
  const sealed = new Uint8Array(stimulus.sealed);
  const record = { tenant, conversation, connection, eventId, generation, sealed, receivedAt };
  const trace = traceOf(message.headers);
  return trace === null
    ? { offset: message.offset, attempt, ...record }
    : { offset: message.offset, attempt, ...record, trace };
}

function traceOf(headers: IHeaders | undefined): string | null {
  const traceparent = headers?.['traceparent'];
  return Buffer.isBuffer(traceparent) || typeof traceparent === 'string' ? traceparent.toString() : null;
}
