import type { DeliveryRow } from '@parley/conversation';
import { Coalescer, failpoint } from '@parley/service-kit';
import {
  Deliveries,
  type ConversationRef,
  type DeliveryClaim,
  type DeliveryState,
  type DeliveryStatus,
  type PendingDelivery,
} from '@parley/ports';
import { int8Array, textArray } from '../database/binary-array.ts';
import { callOf } from '../database/call.ts';
import { tenantSet, type Database } from '../database/database.ts';
import type { Lane } from '../database/lane.ts';
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

/** Each of a batch costs its rows and a share of one round trip and one flush. */
const CLAIMS = { maxBatch: 256, everyMs: 10 };

/** Replies on their way out: claims and statuses are inserted rows, and which status counts is decided on reading. */
export class PostgresDeliveries extends Deliveries {
  private readonly claims = new Coalescer((claims: readonly DeliveryClaim[]) => this.claimAll(claims), CLAIMS);
  private readonly lane: Lane;

  constructor(private readonly database: Database) {
    super();
    this.lane = database.lane('claims');
  }

  override async insert(rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    const deliveries = sorted(rows, ({ reply }) => reply);
    const { kept, tenants, conversations } = ownPlaces(deliveries);
    const placed = place(deliveries, (row) => [row]);
    const values = [false, kept, positions(placed), tenants, conversations, ...deliveryColumns(placed)];
    await this.database.call('record_deliveries', tenantsOf(deliveries), values);
    failpoint('deliveries.after-insert');
  }

  override async pending(limit: number): Promise<readonly PendingDelivery[]> {
    const text = 'select * from parley.pending_deliveries($1)';
    const rows = await this.database.query<PendingRow>({ name: 'pending-deliveries', text }, [limit]);
    return rows.map(toPending);
  }

  override async pendingOf(conversations: readonly ConversationRef[]): Promise<readonly PendingDelivery[]> {
    if (conversations.length === 0) return [];
    const text = `select d.tenant, d.conversation, d.reply, d.connection, d.number, d.epoch, d.created_at,
        c.attempts, c.claimed_until
      from unnest($1::text[], $2::text[]) wanted (tenant, conversation)
      join deliveries d on d.tenant = wanted.tenant and d.conversation = wanted.conversation
      cross join lateral (
        select count(*) as attempts, max(claimed_until) as claimed_until from delivery_claims c
        where c.tenant = d.tenant and c.conversation = d.conversation and c.reply = d.reply
      ) c
      where (
        select true from delivery_statuses s
        where s.tenant = d.tenant and s.conversation = d.conversation and s.reply = d.reply limit 1
      ) is null
      order by d.tenant, d.conversation, d.number`;
    const wanted = [...new Map(conversations.map((ref) => [`${ref.tenant}\0${ref.conversation}`, ref])).values()];
    const values = [textArray(wanted.map(({ tenant }) => tenant)), textArray(wanted.map((ref) => ref.conversation))];
    const rows = await this.database.inTenants(tenantsOf(wanted), (session) =>
      session.query<PendingRow>({ name: 'pending-of', text }, values),
    );
    return rows.map(toPending);
  }

  override async claim(claim: DeliveryClaim): Promise<boolean> {
    failpoint('deliveries.before-claim');
    const isClaimed = await this.claims.ask(claim);
    failpoint('deliveries.after-claim');
    return isClaimed;
  }

  override async record(statuses: readonly DeliveryStatus[]): Promise<void> {
    if (statuses.length === 0) return;
    const rows = sorted(statuses, ({ reply }) => reply);
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

  /** In one order for everybody: two statements never wait for each other crosswise. */
  private async claimAll(claims: readonly DeliveryClaim[]): Promise<readonly boolean[]> {
    // The first that asks for an attempt may get it, and nobody beside.
    const first = new Map<string, number>();
    for (const [index, claim] of claims.entries()) if (!first.has(keyOf(claim))) first.set(keyOf(claim), index);
    const order = [...first].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, index]) => index);
    const wanted = order.map((index) => claims[index] as DeliveryClaim);
    const values = [
      tenantSet(tenantsOf(claims)),
      textArray(wanted.map(({ tenant }) => tenant)),
      textArray(wanted.map(({ conversation }) => conversation)),
      textArray(wanted.map(({ reply }) => reply)),
      int8Array(wanted.map(({ attempt }) => attempt)),
      int8Array(wanted.map(({ claimedAt }) => claimedAt)),
      int8Array(wanted.map(({ claimedUntil }) => claimedUntil)),
    ];
    const [row] = await this.lane.query<{ answer: boolean[] }>(callOf('claim_deliveries', values.length), values);
    const answers = claims.map(() => false);
    for (const [place, index] of order.entries()) answers[index] = row?.answer[place] === true;
    return answers;
  }
}

function toPending({ created_at: createdAt, claimed_until: claimedUntil, ...row }: PendingRow): PendingDelivery {
  return { ...row, createdAt, claimedUntil };
}

function keyOf({ tenant, conversation, reply, attempt }: DeliveryClaim): string {
  return `${tenant}\0${conversation}\0${reply}\0${attempt}`;
}
