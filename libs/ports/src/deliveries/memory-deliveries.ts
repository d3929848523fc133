import type { DeliveryRow } from '@parley/conversation';
import { recordDelivery } from '../conversations/record-projection.ts';
import type { ConversationRef } from '../journal/journal.ts';
import { keyOf, MemoryStore } from '../memory-store.ts';
import {
  Deliveries,
  type DeliveryClaim,
  type DeliveryState,
  type DeliveryStatus,
  type PendingDelivery,
} from './deliveries.ts';

const RISING: readonly DeliveryState[] = ['pending', 'sending', 'suppressed', 'failed', 'sent', 'delivered', 'read'];

export class MemoryDeliveries extends Deliveries {
  constructor(private readonly store = new MemoryStore()) {
    super();
  }

  override async insert(rows: readonly DeliveryRow[]): Promise<void> {
    for (const row of rows) recordDelivery(this.store, row);
  }

  override async pending(limit: number): Promise<readonly PendingDelivery[]> {
    const oldest = [...this.store.deliveries.values()].sort(byAge).slice(0, limit);
    const began = new Map<string, number>();
    for (const row of oldest) began.set(keyOf(row), Math.min(row.createdAt, began.get(keyOf(row)) ?? Infinity));
    const age = (row: DeliveryRow): number => began.get(keyOf(row)) ?? 0;
    return oldest.sort((a, b) => age(a) - age(b) || byConversation(a, b)).map((row) => this.withClaims(row));
  }

  override async pendingOf(conversations: readonly ConversationRef[]): Promise<readonly PendingDelivery[]> {
    const wanted = new Set(conversations.map((ref) => keyOf(ref)));
    const rows = [...this.store.deliveries.values()].filter((row) => wanted.has(keyOf(row)));
    return rows.sort(byConversation).map((row) => this.withClaims(row));
  }

  override async claim(claim: DeliveryClaim): Promise<boolean> {
    const claims = this.store.claims.get(keyOf(claim, claim.reply)) ?? [];
    if (claims.some(({ attempt }) => attempt === claim.attempt)) return false;
    this.store.claims.set(keyOf(claim, claim.reply), [...claims, claim]);
    return true;
  }

  override async record(statuses: readonly DeliveryStatus[]): Promise<void> {
    for (const status of statuses) {
      const key = keyOf(status, status.reply);
      const known = this.store.statuses.get(key) ?? new Map<string, DeliveryStatus>();
      this.store.statuses.set(key, known);
      if (!known.has(status.state)) known.set(status.state, status);
      this.store.deliveries.delete(key);
    }
  }

  override async status(conversation: ConversationRef, reply: string): Promise<DeliveryState | null> {
    const key = keyOf(conversation, reply);
    const there: DeliveryState[] = [...(this.store.statuses.get(key)?.values() ?? [])].map(({ state }) => state);
    if (this.store.deliveries.has(key)) there.push('pending');
    if (this.store.claims.has(key)) there.push('sending');
    return RISING.findLast((state) => there.includes(state)) ?? null;
  }

  private withClaims(row: DeliveryRow): PendingDelivery {
    const claims = this.store.claims.get(keyOf(row, row.reply)) ?? [];
    const ends = claims.map(({ claimedUntil }) => claimedUntil);
    return { ...row, attempts: claims.length, claimedUntil: ends.length === 0 ? null : Math.max(...ends) };
  }
}

function byAge(a: DeliveryRow, b: DeliveryRow): number {
  return a.createdAt - b.createdAt || byConversation(a, b);
}

function byConversation(a: DeliveryRow, b: DeliveryRow): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : a.number - b.number;
}
