import type { DeliveryRow } from '@parley/conversation';
import { failpoint } from '@parley/service-kit';
import {
  Deliveries,
  type ConversationRef,
  type DeliveryClaim,
  type DeliveryState,
  type DeliveryStatus,
  type PendingDelivery,
} from '@parley/ports';
import { int8Array, textArray } from '../database/binary-array.ts';
import type { Database } from '../database/database.ts';
import { ownPlaces, sorted, tenantsOf } from '../database/placed-rows.ts';
import { deliveryColumns, place, positions } from '../journal/commit-values.ts';

interface PendingRow {
  readonly tenant: string;
  readonly conversation: string;
  readonly reply: string;
  readonly connection: string;
  readonly number: number;
  readonly epoch: number;
  readonly created_at: number;
  readonly attempts: number;
  readonly claimed_until: number | null;
}

/** Replies on their way out: claims and statuses are inserted rows, and which status counts is decided on reading. */
export class PostgresDeliveries extends Deliveries {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    const deliveries = sorted(rows);
    const { kept, tenants, conversations } = ownPlaces(deliveries);
    const placed = place(deliveries, (row) => [row]);
    const values = [false, kept, positions(placed), tenants, conversations, ...deliveryColumns(placed)];
    await this.database.call('record_deliveries', tenantsOf(deliveries), values);
    failpoint('deliveries.after-insert');
  }

  override async pending(limit: number): Promise<readonly PendingDelivery[]> {
    const text = 'select * from parley.pending_deliveries($1)';
    const rows = await this.database.query<PendingRow>({ name: 'pending-deliveries', text }, [limit]);
    return rows.map(({ created_at: createdAt, claimed_until: claimedUntil, ...row }) => ({
      ...row,
      createdAt,
      claimedUntil,
    }));
  }

  override async claim(claim: DeliveryClaim): Promise<boolean> {
    failpoint('deliveries.before-claim');
    const { tenant, conversation, reply, attempt, claimedAt, claimedUntil } = claim;
    const values = [tenant, conversation, reply, attempt, claimedAt, claimedUntil];
    const [row] = await this.database.call<{ answer: boolean }>('claim_delivery', [tenant], values);
    failpoint('deliveries.after-claim');
    return row?.answer ?? false;
  }

  override async record(statuses: readonly DeliveryStatus[]): Promise<void> {
    if (statuses.length === 0) return;
    const rows = sorted(statuses);
    failpoint('deliveries.before-status');
    await this.database.call('record_statuses', tenantsOf(rows), [
      textArray(rows.map((row) => row.tenant)),
      textArray(rows.map((row) => row.conversation)),
      textArray(rows.map((row) => row.reply)),
      textArray(rows.map((row) => row.state)),
      textArray(rows.map((row) => row.vendorId)),
      int8Array(rows.map((row) => row.at)),
    ]);
    failpoint('deliveries.after-status');
  }

  override async status(conversation: ConversationRef, reply: string): Promise<DeliveryState | null> {
    // The lattice, lowest first: the highest row that is there counts.
    const text = `select state from (
        select 1 as height, 'pending' as state from deliveries where tenant = $1 and conversation = $2 and reply = $3
        union all
        select 2, 'sending' from delivery_claims where tenant = $1 and conversation = $2 and reply = $3
        union all
        select 2 + array_position(array['suppressed', 'failed', 'sent', 'delivered', 'read'], state), state
        from delivery_statuses where tenant = $1 and conversation = $2 and reply = $3
      ) known order by height desc limit 1`;
    const [row] = await this.database.inTenants([conversation.tenant], (session) =>
      session.query<{ state: DeliveryState }>({ name: 'delivery-status', text }, [
        conversation.tenant,
        conversation.conversation,
        reply,
      ]),
    );
    return row?.state ?? null;
  }
}
