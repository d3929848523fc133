import type { DeliveryStatus } from '@parley/ports';
import { digits } from '../database/keys.ts';
import type { ClaimRow, PendingRow, StatusRow } from '../database/rows.ts';
import type { Table } from '../database/table.ts';

export interface DeliveryStates {
  /** Ids of rows that came to an end. */
  readonly ended: ReadonlySet<string>;
  readonly claims: readonly Pick<ClaimRow, 'of' | 'claimedUntil'>[];
}

const ENDS: readonly DeliveryStatus['state'][] = ['sent', 'failed', 'suppressed', 'delivered', 'read'];
/** Nobody tries more often. */
const MOST_ATTEMPTS = 1_000_000;

/** What else an index tells, on a server that has none but ids: each attempt and each end by its own. */
export async function statesById(
  rows: readonly PendingRow[],
  claims: Table<ClaimRow>,
  statuses: Table<StatusRow>,
): Promise<DeliveryStates> {
  const endsOf = async ({ _id }: PendingRow): Promise<number> =>
    (await Promise.all(ENDS.map((end) => statuses.find({ _id: `${_id}/${end}` }, { fields: ['of'] })))).flat().length;
  const claimsOf = ({ _id }: PendingRow): Promise<readonly ClaimRow[]> =>
    claims.consecutive((attempt) => `${_id}/${digits(attempt)}`, 1, MOST_ATTEMPTS);
  const [ends, found] = await Promise.all([Promise.all(rows.map(endsOf)), Promise.all(rows.map(claimsOf))]);
  return { ended: new Set(rows.filter((_, index) => ends[index]).map(({ _id }) => _id)), claims: found.flat() };
}
