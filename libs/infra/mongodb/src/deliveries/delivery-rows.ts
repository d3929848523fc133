import type { DeliveryRow } from '@parley/conversation';
import type { DeliveryClaim, DeliveryStatus, PendingDelivery } from '@parley/ports';
import { conversationKey, digits, replyKey } from '../database/keys.ts';
import type { ClaimRow, PendingRow, StatusRow } from '../database/rows.ts';

export function toRow(row: DeliveryRow): PendingRow {
  return { _id: replyKey(row), ...deliveryOf(row) };
}

export function claimRow(claim: DeliveryClaim, by: string): ClaimRow {
  const { tenant, conversation, reply, attempt, claimedAt, claimedUntil } = claim;
  const of = replyKey(claim);
  return { _id: `${of}/${digits(attempt)}`, of, tenant, conversation, reply, attempt, claimedAt, claimedUntil, by };
}

export function statusRow(status: DeliveryStatus): StatusRow {
  const { tenant, conversation, reply, state, vendorId, at } = status;
  const of = replyKey(status);
  return { _id: `${of}/${state}`, of, tenant, conversation, reply, state, vendorId, at };
}

/** With its attempts among these claims. */
export function toDelivery(row: PendingRow, claims: readonly Pick<ClaimRow, 'of' | 'claimedUntil'>[]): PendingDelivery {
  const ends = claims.filter(({ of }) => of === row._id).map(({ claimedUntil }) => claimedUntil);
  const claimedUntil = ends.length === 0 ? null : Math.max(...ends);
  return { ...deliveryOf(row), attempts: ends.length, claimedUntil };
}

/** Conversation by conversation, the one that waits longest first. */
export function inOrder(rows: readonly PendingRow[]): readonly PendingRow[] {
  const began = new Map<string, number>();
  for (const row of rows) {
    const key = conversationKey(row);
    began.set(key, Math.min(row.createdAt, began.get(key) ?? Infinity));
  }
  const orders = rows.map((row) => ({ row, key: conversationKey(row) }));
  const age = (key: string): number => began.get(key) ?? 0;
  orders.sort(
    (a, b) => age(a.key) - age(b.key) || (a.key < b.key ? -1 : Number(a.key > b.key)) || a.row.number - b.row.number,
  );
  return orders.map(({ row }) => row);
}

function deliveryOf(row: DeliveryRow): DeliveryRow {
  const { tenant, conversation, connection, reply, number, epoch, createdAt } = row;
  return { tenant, conversation, connection, reply, number, epoch, createdAt };
}
