import type { ConversationSummary, DeliveryRow, MessageRow } from '@parley/conversation';
import type { NewEntry } from '@parley/ports';
import { tenantSet } from '../database/database.ts';
import { byteaArray, int8Array, textArray } from '../database/binary-array.ts';

/** The parameters of parley.commit_entries, in its order. Rows of an entry name it by its position, from 1. */
export function commitValues(entries: readonly NewEntry[]): readonly (string | Buffer)[] {
  return [
    tenantSet(entries.map((entry) => entry.tenant)),
    ...entryValues(entries),
    ...workValues(entries),
    ...summaryValues(entries),
    ...messageValues(entries),
    ...deliveryValues(entries),
  ];
}

/** A row and the position of the entry that it came with. */
type Placed<Row> = readonly (readonly [position: number, row: Row])[];

export function place<Item, Row>(items: readonly Item[], rowsOf: (item: Item) => readonly Row[]): Placed<Row> {
  return items.flatMap((item, index) => rowsOf(item).map((row) => [index + 1, row] as const));
}

export function positions(placed: Placed<unknown>): Buffer {
  return int8Array(placed.map(([position]) => position));
}

export function texts<Row>(placed: Placed<Row>, column: (row: Row) => string): Buffer {
  return textArray(placed.map(([, row]) => column(row)));
}

export function numbers<Row>(placed: Placed<Row>, column: (row: Row) => number): Buffer {
  return int8Array(placed.map(([, row]) => column(row)));
}

export function messageColumns(placed: Placed<MessageRow>): readonly Buffer[] {
  return [
    numbers(placed, (row) => row.number),
    numbers(placed, (row) => row.seq),
    texts(placed, (row) => row.from),
    texts(placed, (row) => row.text),
    texts(placed, (row) => JSON.stringify(row.choices)),
    texts(placed, (row) => row.eventId),
    numbers(placed, (row) => row.at),
  ];
}

export function deliveryColumns(placed: Placed<DeliveryRow>): readonly Buffer[] {
  return [
    texts(placed, (row) => row.connection),
    texts(placed, (row) => row.reply),
    numbers(placed, (row) => row.number),
    numbers(placed, (row) => row.epoch),
    numbers(placed, (row) => row.createdAt),
  ];
}

export function summaryColumns(placed: Placed<ConversationSummary>): readonly Buffer[] {
  return [
    numbers(placed, (row) => row.episode),
    texts(placed, (row) => row.flow),
    texts(placed, (row) => row.language),
    texts(placed, (row) => row.status),
    texts(placed, (row) => JSON.stringify(row.states)),
    numbers(placed, (row) => row.lastMessage),
    numbers(placed, (row) => row.firstMessage),
    numbers(placed, (row) => row.epoch),
    numbers(placed, (row) => row.updatedAt),
  ];
}

function entryValues(entries: readonly NewEntry[]): readonly Buffer[] {
  return [
    textArray(entries.map((entry) => entry.tenant)),
    textArray(entries.map((entry) => entry.conversation)),
    textArray(entries.map((entry) => entry.connection)),
    int8Array(entries.map((entry) => entry.seq)),
    textArray(entries.map((entry) => entry.eventId)),
    int8Array(entries.map((entry) => entry.generation)),
    byteaArray(entries.map((entry) => entry.body)),
    byteaArray(entries.map((entry) => entry.bodyHash)),
    byteaArray(entries.map((entry) => entry.previousHash)),
    byteaArray(entries.map((entry) => entry.snapshot)),
    textArray(entries.map((entry) => entry.outcome)),
    int8Array(entries.map((entry) => entry.now)),
    int8Array(entries.map((entry) => entry.wakeUpAt)),
  ];
}

function workValues(entries: readonly NewEntry[]): readonly Buffer[] {
  const opened = place(entries, (entry) => entry.opens);
  const closed = place(entries, (entry) => entry.closes);
  const settled = place(entries, (entry) => entry.settles);
  return [
    positions(opened),
    texts(opened, (row) => row.operation),
    numbers(opened, (row) => row.index),
    texts(opened, (row) => row.adapter),
    numbers(opened, (row) => row.attempts),
    numbers(opened, (row) => row.timeoutMs),
    numbers(opened, (row) => row.backoffMs),
    numbers(opened, (row) => row.deadline),
    positions(closed),
    texts(closed, (operation) => operation),
    positions(settled),
    texts(settled, (eventId) => eventId),
  ];
}

function summaryValues(entries: readonly NewEntry[]): readonly Buffer[] {
  const summaries = place(entries, ({ rider }) => (rider === null ? [] : [rider.summary]));
  return [positions(summaries), ...summaryColumns(summaries)];
}

function messageValues(entries: readonly NewEntry[]): readonly Buffer[] {
  const messages = place(entries, ({ rider }) => rider?.messages ?? []);
  return [positions(messages), ...messageColumns(messages)];
}

function deliveryValues(entries: readonly NewEntry[]): readonly Buffer[] {
  const deliveries = place(entries, ({ rider }) => rider?.deliveries ?? []);
  return [positions(deliveries), ...deliveryColumns(deliveries)];
}
