import type { MemoryStore } from '../memory-store.ts';
import { keyOf } from '../memory-store.ts';
import { WorkLists, type FailedEntry, type ListedOperation } from './work-lists.ts';

/** Over the store that the memory twins of the durable path share. */
export class MemoryWorkLists extends WorkLists {
  private readonly store: MemoryStore;

  constructor(store: MemoryStore) {
    super();
    this.store = store;
  }

  override operations(tenant: string, limit: number, after?: ListedOperation): Promise<readonly ListedOperation[]> {
    const own = [...this.store.operations.values()].filter((row) => row.tenant === tenant);
    const rows = own.map((row): ListedOperation => {
      const { conversation, operation, adapter, seq, attempts, deadline, notBefore } = row;
      const claimed = this.store.attempts.get(keyOf(row, operation))?.length ?? 0;
      return { tenant, conversation, operation, adapter, seq, attempts, claimed, deadline, notBefore };
    });
    const inOrder = rows.sort(byDeadline).filter((row) => after === undefined || byDeadline(after, row) < 0);
    return Promise.resolve(inOrder.slice(0, limit));
  }

  override failed(tenant: string, limit: number, before?: FailedEntry): Promise<readonly FailedEntry[]> {
    const failed = [...this.store.failed.values()].filter((row) => row.tenant === tenant).sort(newestFirst);
    const rest = failed.filter((row) => before === undefined || newestFirst(before, row) < 0);
    return Promise.resolve(rest.slice(0, limit));
  }
}

function byDeadline(one: ListedOperation, other: ListedOperation): number {
  return (
    one.deadline - other.deadline ||
    compare(one.conversation, other.conversation) ||
    compare(one.operation, other.operation)
  );
}

function newestFirst(one: FailedEntry, other: FailedEntry): number {
  return other.now - one.now || compare(other.conversation, one.conversation) || other.seq - one.seq;
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
