import { WorkLists, type FailedEntry, type ListedOperation } from '@parley/ports';
import type { Database } from '../database/database.ts';

const OPERATIONS = {
  name: 'work-lists-operations',
  text: `select o.tenant, o.conversation, o.operation, o.adapter, o.seq, o.attempts, o.deadline, o.not_before as "notBefore",
           (select count(*) from operation_attempts a
            where a.tenant = o.tenant and a.conversation = o.conversation and a.operation = o.operation) as claimed
         from operations o where o.tenant collate "POSIX" = $1 and (o.deadline, o.conversation, o.operation) > ($2, $3, $4)
         order by o.deadline, o.conversation, o.operation limit $5`,
};
const FAILED = {
  name: 'work-lists-failed',
  text: `select j.tenant, j.conversation, j.seq, j.event_id as "eventId", j.now from journal j
         where j.tenant collate "POSIX" = $1 and j.outcome = 'failed' and (j.now, j.conversation, j.seq) < ($2, $3, $4)
         order by j.now desc, j.conversation desc, j.seq desc limit $5`,
};

/** Before everything, and after it. */
const first = { deadline: -1, conversation: '', operation: '' };
const last = { now: Number.MAX_SAFE_INTEGER, conversation: '', seq: 0 };

export class PostgresWorkLists extends WorkLists {
  constructor(private readonly database: Database) {
    super();
  }

  override operations(tenant: string, limit: number, after?: ListedOperation): Promise<readonly ListedOperation[]> {
    const { deadline, conversation, operation } = after ?? first;
    return this.database.inTenants([tenant], (session) =>
      session.query<Mutable<ListedOperation>>(OPERATIONS, [tenant, deadline, conversation, operation, limit]),
    );
  }

  override failed(tenant: string, limit: number, before?: FailedEntry): Promise<readonly FailedEntry[]> {
    const { now, conversation, seq } = before ?? last;
    return this.database.inTenants([tenant], (session) =>
      session.query<Mutable<FailedEntry>>(FAILED, [tenant, now, conversation, seq, limit]),
    );
  }
}

/** Rows as the driver makes them. */
type Mutable<Row> = { -readonly [Column in keyof Row]: Row[Column] };
