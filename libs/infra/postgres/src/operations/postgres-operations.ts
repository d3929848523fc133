import { failpoint } from '@parley/service-kit';
import {
  Operations,
  type ConversationRef,
  type NewAttempt,
  type OpenOperationRow,
  type StoredAttempt,
} from '@parley/ports';
import { tenantSet, type Database } from '../database/database.ts';

interface DueRow {
  readonly tenant: string;
  readonly conversation: string;
  readonly operation: string;
  readonly connection: string;
  readonly seq: number;
  readonly index: number;
  readonly adapter: string;
  readonly attempts: number;
  readonly timeout_ms: number;
  readonly backoff_ms: number;
  readonly deadline: number;
  readonly not_before: number;
  readonly claimed: number;
  readonly claimed_until: number | null;
}

interface AttemptRow {
  readonly attempt: number;
  readonly generation: number;
  readonly request: Buffer | null;
  readonly claimed_at: number;
  readonly claimed_until: number;
}

/** Open operations: opened and closed by the journal's commit; an attempt belongs to whoever inserts it. */
export class PostgresOperations extends Operations {
  constructor(private readonly database: Database) {
    super();
  }

  override async due(now: number, limit: number): Promise<readonly OpenOperationRow[]> {
    const text = 'select * from parley.due_operations($1, $2)';
    return (await this.database.query<DueRow>({ name: 'due-operations', text }, [now, limit])).map(toOpenOperation);
  }

  override async next(): Promise<number | null> {
    const text = 'select parley.next_operation() as at';
    const [row] = await this.database.query<{ at: number | null }>({ name: 'next-operation', text }, []);
    return row?.at ?? null;
  }

  override async claim(attempt: NewAttempt): Promise<boolean> {
    failpoint('operations.before-claim');
    const { tenant, conversation, operation, generation, request, claimedAt, claimedUntil } = attempt;
    const [row] = await this.database.query<{ claimed: boolean }>(
      { name: 'claim-operation', text: 'select parley.claim_operation($1, $2, $3, $4, $5, $6, $7, $8, $9) as claimed' },
      [
        tenantSet([tenant]),
        tenant,
        conversation,
        operation,
        attempt.attempt,
        generation,
        request,
        claimedAt,
        claimedUntil,
      ],
    );
    failpoint('operations.after-claim');
    return row?.claimed ?? false;
  }

  override async postpone(
    operation: ConversationRef & { readonly operation: string },
    notBefore: number,
  ): Promise<void> {
    // Never moved back, and looked at again when this and the last claim are both over.
    const text = `update operations o set not_before = greatest(o.not_before, $4),
        look_at = least(o.deadline, greatest(o.not_before, $4, (
          select max(a.claimed_until) from operation_attempts a
          where a.tenant = o.tenant and a.conversation = o.conversation and a.operation = o.operation)))
      where o.tenant = $1 and o.conversation = $2 and o.operation = $3`;
    await this.database.inTenants([operation.tenant], (session) =>
      session.query({ name: 'postpone-operation', text }, [
        operation.tenant,
        operation.conversation,
        operation.operation,
        notBefore,
      ]),
    );
    failpoint('operations.after-postpone');
  }

  override async attempts(
    operation: ConversationRef & { readonly operation: string },
  ): Promise<readonly StoredAttempt[]> {
    const text = `select attempt, generation, request, claimed_at, claimed_until from operation_attempts
      where tenant = $1 and conversation = $2 and operation = $3 order by attempt`;
    const rows = await this.database.inTenants([operation.tenant], (session) =>
      session.query<AttemptRow>({ name: 'read-attempts', text }, [
        operation.tenant,
        operation.conversation,
        operation.operation,
      ]),
    );
    return rows.map((row) => ({
      attempt: row.attempt,
      generation: row.generation,
      request: row.request,
      claimedAt: row.claimed_at,
      claimedUntil: row.claimed_until,
    }));
  }
}

function toOpenOperation(row: DueRow): OpenOperationRow {
  return {
    tenant: row.tenant,
    conversation: row.conversation,
    operation: row.operation,
    connection: row.connection,
    seq: row.seq,
    index: row.index,
    adapter: row.adapter,
    attempts: row.attempts,
    timeoutMs: row.timeout_ms,
    backoffMs: row.backoff_ms,
    deadline: row.deadline,
    notBefore: row.not_before,
    claimed: row.claimed,
    claimedUntil: row.claimed_until,
  };
}
