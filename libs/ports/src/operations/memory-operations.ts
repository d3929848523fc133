import type { ConversationRef } from '../journal/journal.ts';
import { keyOf, MemoryStore } from '../memory-store.ts';
import { Operations, type NewAttempt, type OpenOperationRow, type StoredAttempt } from './operations.ts';

type OperationRef = ConversationRef & { readonly operation: string };

export class MemoryOperations extends Operations {
  constructor(private readonly store = new MemoryStore()) {
    super();
  }

  override async due(now: number, limit: number): Promise<readonly OpenOperationRow[]> {
    return this.open()
      .filter((row) => lookAt(row) <= now)
      .slice(0, limit);
  }

  override async next(): Promise<number | null> {
    const [first] = this.open();
    return first === undefined ? null : lookAt(first);
  }

  override async claim(attempt: NewAttempt): Promise<boolean> {
    const key = keyOf(attempt, attempt.operation);
    const attempts = this.store.attempts.get(key) ?? [];
    const taken = attempts.some((row) => row.attempt === attempt.attempt);
    if (taken || !this.store.operations.has(key)) return false;
    const { attempt: number, generation, request, claimedAt, claimedUntil } = attempt;
    const row: StoredAttempt = { attempt: number, generation, request, claimedAt, claimedUntil };
    this.store.attempts.set(
      key,
      [...attempts, row].sort((a, b) => a.attempt - b.attempt),
    );
    return true;
  }

  override async postpone(operation: OperationRef, notBefore: number): Promise<void> {
    const key = keyOf(operation, operation.operation);
    const row = this.store.operations.get(key);
    if (row !== undefined) this.store.operations.set(key, { ...row, notBefore: Math.max(row.notBefore, notBefore) });
  }

  override async attempts(operation: OperationRef): Promise<readonly StoredAttempt[]> {
    return this.store.attempts.get(keyOf(operation, operation.operation)) ?? [];
  }

  /** Earliest first. */
  private open(): readonly OpenOperationRow[] {
    const rows = [...this.store.operations.values()].map((row) => this.withClaims(row));
    return rows.sort((a, b) => lookAt(a) - lookAt(b) || (keyOf(a, a.operation) < keyOf(b, b.operation) ? -1 : 1));
  }

  private withClaims(row: Omit<OpenOperationRow, 'claimed' | 'claimedUntil'>): OpenOperationRow {
    const attempts = this.store.attempts.get(keyOf(row, row.operation)) ?? [];
    const ends = attempts.map(({ claimedUntil }) => claimedUntil);
    return { ...row, claimed: attempts.length, claimedUntil: ends.length === 0 ? null : Math.max(...ends) };
  }
}

/** When there may be something to do: a first or another attempt, or the end of its time. */
function lookAt(row: OpenOperationRow): number {
  return Math.min(row.deadline, Math.max(row.notBefore, row.claimedUntil ?? 0));
}
