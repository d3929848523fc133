import type { ConversationSummary } from '@parley/conversation';
import { Coalescer, failpoint } from '@parley/service-kit';
import { Conversations, type ConversationRef } from '@parley/ports';
import { callOf } from '../database/call.ts';
import { tenantSet, type Database } from '../database/database.ts';
import type { Lane } from '../database/lane.ts';
import { int8Array, textArray } from '../database/binary-array.ts';
import { ownPlaces, sorted, tenantsOf } from '../database/placed-rows.ts';
import { place, positions, summaryColumns } from '../journal/commit-values.ts';
import { toSummary, type SummaryRow } from './summary-row.ts';

/** One summary a conversation; only a higher seq overwrites it. */
export class PostgresConversations extends Conversations {
  private readonly asking = new Coalescer((refs: readonly ConversationRef[]) => this.read(refs));
  private readonly lane: Lane;

  constructor(private readonly database: Database) {
    super();
    this.lane = database.lane('summaries');
  }

  override async record(summaries: readonly ConversationSummary[]): Promise<void> {
    if (summaries.length === 0) return;
    const rows = sorted(newestOnly(summaries));
    const { kept, tenants, conversations } = ownPlaces(rows);
    const placed = place(rows, (row) => [row]);
    await this.database.call('record_summaries', tenantsOf(rows), [
      kept,
      positions(placed),
      tenants,
      conversations,
      textArray(rows.map((row) => row.connection)),
      int8Array(rows.map((row) => row.seq)),
      ...summaryColumns(placed),
    ]);
    failpoint('conversations.after-record');
  }

  /** Read after it was asked for, with whatever is asked for meanwhile. */
  override get({ tenant, conversation }: ConversationRef): Promise<ConversationSummary | null> {
    return this.asking.ask({ tenant, conversation });
  }

  override async list(
    tenant: string,
    limit: number,
    before?: ConversationSummary,
  ): Promise<readonly ConversationSummary[]> {
    const order = 'order by updated_minute desc, updated_at desc, conversation desc';
    const first = {
      name: 'first-summaries',
      text: `select * from conversations where tenant collate "POSIX" = $1 ${order} limit $2`,
    };
    const next = {
      name: 'next-summaries',
      text: `select * from conversations where tenant collate "POSIX" = $1 and updated_minute <= $2::bigint / 60000
        and (updated_at, conversation) < ($2, $3) ${order} limit $4`,
    };
    const rows = await this.database.inTenants([tenant], (session) =>
      before === undefined
        ? session.query<SummaryRow>(first, [tenant, limit])
        : session.query<SummaryRow>(next, [tenant, before.updatedAt, before.conversation, limit]),
    );
    return rows.map(toSummary);
  }

  private async read(refs: readonly ConversationRef[]): Promise<readonly (ConversationSummary | null)[]> {
    const values = [
      tenantSet(tenantsOf(refs)),
      textArray(refs.map(({ tenant }) => tenant)),
      textArray(refs.map(({ conversation }) => conversation)),
    ];
    const rows = await this.lane.query<SummaryRow & { readonly n: number }>(
      callOf('read_summaries', values.length),
      values,
    );
    const found = new Map(rows.map((row) => [row.n, row]));
    return refs.map((_, index) => {
      const row = found.get(index + 1);
      return row === undefined ? null : toSummary(row);
    });
  }
}

/** A statement touches a row once: of several summaries of one conversation only the newest counts anyway. */
function newestOnly(summaries: readonly ConversationSummary[]): readonly ConversationSummary[] {
  const newest = new Map<string, ConversationSummary>();
  for (const summary of summaries) {
    const key = `${summary.tenant}\0${summary.conversation}`;
    if ((newest.get(key)?.seq ?? 0) < summary.seq) newest.set(key, summary);
  }
  return [...newest.values()];
}
