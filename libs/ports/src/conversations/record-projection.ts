import type { ConversationSummary, DeliveryRow, MessageRow, Projection } from '@parley/conversation';
import { keyOf, type MemoryStore } from '../memory-store.ts';

/** Chat's rows into a memory store: by rider or afterwards, the same way. */
export function recordProjection(store: MemoryStore, projection: Projection): void {
  recordSummary(store, projection.summary);
  for (const row of projection.messages) recordMessage(store, row);
  for (const row of projection.deliveries) recordDelivery(store, row);
}

/** Overwritten only by a higher seq. */
export function recordSummary(store: MemoryStore, summary: ConversationSummary): void {
  const known = store.summaries.get(keyOf(summary));
  if (known === undefined || known.seq < summary.seq) store.summaries.set(keyOf(summary), summary);
}

/** Inserted if absent, and if no erasure has taken it. */
export function recordMessage(store: MemoryStore, row: MessageRow): void {
  if (row.number < (store.firstMessages.get(keyOf(row)) ?? 1)) return;
  const messages = store.messages.get(keyOf(row)) ?? new Map<number, MessageRow>();
  store.messages.set(keyOf(row), messages);
  if (!messages.has(row.number)) messages.set(row.number, row);
}

/** Inserted if absent, and if it has not come to an end. */
export function recordDelivery(store: MemoryStore, row: DeliveryRow): void {
  const key = keyOf(row, row.reply);
  if (!store.statuses.has(key) && !store.deliveries.has(key)) store.deliveries.set(key, row);
}
