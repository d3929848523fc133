import { randomUUID } from 'node:crypto';
import type { DeliveryRow } from '@parley/conversation';
import {
  Deliveries,
  type ConversationRef,
  type DeliveryClaim,
  type DeliveryState,
  type DeliveryStatus,
  type PendingDelivery,
} from '@parley/ports';
import { Coalescer, failpoint } from '@parley/service-kit';
import type { Tables } from '../database/collections.ts';
import { conversationKey, digits, replyKey, under } from '../database/keys.ts';
import type { ClaimRow, PendingRow } from '../database/rows.ts';
import { claimRow, inOrder, statusRow, toDelivery, toRow } from './delivery-rows.ts';

interface DeliveryStates {
  /** Ids of rows that came to an end. */
  readonly ended: ReadonlySet<string>;
  readonly claims: readonly Pick<ClaimRow, 'of' | 'claimedUntil'>[];
}

/** As in PostgreSQL: each of a batch costs its rows and a share of one round trip and one flush. */
const CLAIMS = { maxBatch: 256, everyMs: 10 };
const RISING: readonly DeliveryState[] = ['pending', 'sending', 'suppressed', 'failed', 'sent', 'delivered', 'read'];

/**
 * Replies on their way out: claims and statuses are inserted rows, and which status counts is decided on reading. A row of what is
 * pending goes when a status comes; one that came back beside it, or was left by a crash, is seen through by its status.
 */
export class MongoDeliveries extends Deliveries {
  private readonly claims = new Coalescer((claims: readonly DeliveryClaim[]) => this.claimAll(claims), CLAIMS);

  constructor(private readonly tables: Pick<Tables, 'deliveries' | 'delivery_claims' | 'delivery_statuses'>) {
    super();
  }

  override async insert(rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.tables.deliveries.insertAbsent(rows.map(toRow));
    failpoint('deliveries.after-insert');
  }

  override async pending(limit: number, known?: ReadonlySet<string>): Promise<readonly PendingDelivery[]> {
    for (;;) {
      const rows = await this.tables.deliveries.find({}, { sort: OLDEST_FIRST, limit });
      const { ended, claims } = await this.stateOf(rows.filter(({ reply }) => known?.has(reply) !== true));
      if (ended.size === 0) return inOrder(rows).map((row) => toDelivery(row, claims));
      // What has come to an end is none, and makes room for the next.
      await this.tables.deliveries.removeIds([...ended]);
    }
  }

  override async pendingOf(conversations: readonly ConversationRef[]): Promise<readonly PendingDelivery[]> {
    if (conversations.length === 0) return [];
    const keys = [...new Set(conversations.map(conversationKey))];
    const rows = await this.tables.deliveries.find({ $or: keys.map((key) => ({ _id: under(key) })) });
    if (rows.length === 0) return [];
    const { ended, claims } = await this.stateOf(rows);
    const pending = rows.filter(({ _id }) => !ended.has(_id)).map((row) => toDelivery(row, claims));
    const place = (row: PendingDelivery): string => `${conversationKey(row)}/${digits(row.number)}`;
    return pending.sort((a, b) => (place(a) < place(b) ? -1 : 1));
  }

  override async claim(claim: DeliveryClaim): Promise<boolean> {
    failpoint('deliveries.before-claim');
    const isClaimed = await this.claims.ask(claim);
    failpoint('deliveries.after-claim');
    return isClaimed;
  }

  override async record(statuses: readonly DeliveryStatus[]): Promise<void> {
    if (statuses.length === 0) return;
    failpoint('deliveries.before-status');
    await this.tables.delivery_statuses.insertAbsent(distinct(statuses.map(statusRow)));
    await this.tables.deliveries.removeIds([...new Set(statuses.map(replyKey))]);
    failpoint('deliveries.after-status');
  }

  override async status(conversation: ConversationRef, reply: string): Promise<DeliveryState | null> {
    const of = replyKey({ tenant: conversation.tenant, conversation: conversation.conversation, reply });
    const [statuses, claims, pending] = await Promise.all([
      this.tables.delivery_statuses.find({ of }, { fields: ['state'] }),
      this.tables.delivery_claims.find({ of }, { fields: ['of'], limit: 1 }),
      this.tables.deliveries.find({ _id: of }, { fields: ['_id'] }),
    ]);
    const there: DeliveryState[] = statuses.map(({ state }) => state);
    if (claims.length > 0) there.push('sending');
    if (pending.length > 0) there.push('pending');
    return RISING.findLast((state) => there.includes(state)) ?? null;
  }

  /** Which of these came to an end, and who is at them. */
  private async stateOf(rows: readonly PendingRow[]): Promise<DeliveryStates> {
    if (rows.length === 0) return { ended: new Set(), claims: [] };
    const of = { of: { $in: rows.map(({ _id }) => _id) } };
    const [ends, claims] = await Promise.all([
      this.tables.delivery_statuses.find(of, { fields: ['of'] }),
      this.tables.delivery_claims.find(of, { fields: ['of', 'claimedUntil'] }),
    ]);
    return { ended: new Set(ends.map((end) => end.of)), claims };
  }

  private async claimAll(claims: readonly DeliveryClaim[]): Promise<readonly boolean[]> {
    const by = randomUUID();
    const ids = claims.map((claim) => `${replyKey(claim)}/${digits(claim.attempt)}`);
    // The first that asks for an attempt may get it, and nobody beside.
    const isFirst = (index: number): boolean => ids.indexOf(ids[index] ?? '') === index;
    const rows = claims.map((claim) => claimRow(claim, by)).filter((_, index) => isFirst(index));
    const there = await this.tables.delivery_claims.insertAbsent(rows);
    const others = there.size === 0 ? there : await this.claimedByOthers([...there], by);
    return ids.map((id, index) => isFirst(index) && !others.has(id));
  }

  /** What was there before may be our own, inserted just before the connection broke: asked, not guessed. */
  private async claimedByOthers(ids: readonly string[], by: string): Promise<ReadonlySet<string>> {
    const rows = await this.tables.delivery_claims.find({ _id: { $in: [...ids] }, by }, { fields: ['_id'] });
    const own = new Set(rows.map(({ _id }) => _id));
    return new Set(ids.filter((id) => !own.has(id)));
  }
}

const OLDEST_FIRST = { createdAt: 1, tenant: 1, conversation: 1, number: 1 } as const;

/** A batch that names an id twice would find its own row there. */
function distinct<R extends { readonly _id: string }>(rows: readonly R[]): readonly R[] {
  return [...new Map(rows.map((row) => [row._id, row])).values()];
}
