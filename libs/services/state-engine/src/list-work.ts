import type { Entry } from '@parley/conversation';
import { readCanonical } from '@parley/message';
import type { FailedEntry, ListedOperation } from '@parley/ports';
import type { EnginePorts } from './engine-ports.ts';
import { pageSize } from './page-size.ts';
import { openEntry } from './seals.ts';

/** A page of rows; `next` = '' on the last. */
export interface WorkPage<Row> {
  readonly rows: readonly Row[];
  readonly next: string;
}

/** A failed entry with why, where its key is still there. */
export interface ExplainedFailure extends FailedEntry {
  readonly code: string;
  /** Of the stimulus. */
  readonly kind: string;
}

type Ports = Pick<EnginePorts, 'workLists' | 'journal' | 'keyring' | 'sealing'>;

/** Open operations of a tenant; null = the cursor is none of ours. */
export async function listOperations(
  { workLists }: Ports,
  tenant: string,
  limit: number,
  cursor: string,
): Promise<WorkPage<ListedOperation> | null> {
  const size = pageSize(limit);
  const after = cursor === '' ? undefined : operationAt(tenant, cursor);
  if (after === null) return null;
  const rows = await workLists.operations(tenant, size, after);
  const last = rows.length === size ? rows.at(-1) : undefined;
  return { rows, next: last ? cursorOf([last.deadline, last.conversation, last.operation]) : '' };
}

/** Failed entries of a tenant, each with why; null = the cursor is none of ours. */
export async function listFailed(
  ports: Ports,
  tenant: string,
  limit: number,
  cursor: string,
): Promise<WorkPage<ExplainedFailure> | null> {
  const size = pageSize(limit);
  const before = cursor === '' ? undefined : failureAt(tenant, cursor);
  if (before === null) return null;
  const rows = await ports.workLists.failed(tenant, size, before);
  const last = rows.length === size ? rows.at(-1) : undefined;
  const explained = await Promise.all(rows.map((row) => explain(ports, row)));
  return { rows: explained, next: last ? cursorOf([last.now, last.conversation, last.seq]) : '' };
}

async function explain(ports: Ports, row: FailedEntry): Promise<ExplainedFailure> {
  const [stored] = await ports.journal.read(row, row.seq - 1, 1);
  const opened = stored && (await openEntry(ports, stored));
  if (opened?.kind !== 'open') return { ...row, code: '', kind: '' };
  const { outcome, stimulus } = readCanonical(opened.bytes) as Entry;
  return { ...row, code: outcome.kind === 'failed' ? outcome.code : '', kind: stimulus.body.kind };
}

const cursorOf = (parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) && !JSON.stringify(parts).includes('\\u0000') ? parts : [];
  } catch {
    return [];
  }
}

function operationAt(tenant: string, cursor: string): ListedOperation | null {
  const [deadline, conversation, operation] = partsOf(cursor);
  if (!isCount(deadline) || typeof conversation !== 'string' || typeof operation !== 'string') return null;
  return { tenant, deadline, conversation, operation, adapter: '', seq: 0, attempts: 0, claimed: 0, notBefore: 0 };
}

function failureAt(tenant: string, cursor: string): FailedEntry | null {
  const [now, conversation, seq] = partsOf(cursor);
  if (!isCount(now) || typeof conversation !== 'string' || !isCount(seq)) return null;
  return { tenant, now, conversation, seq, eventId: '' };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
