import { isRunning } from '@parley/conversation';
import type { ConversationRef } from '@parley/ports';
import type { Heads } from './heads.ts';

/** What a conversation knows at its newest entry. */
export interface Context {
  readonly seq: number;
  /** The roots of the machine's data; null where no episode runs. */
  readonly data: unknown;
  readonly states: readonly string[];
  /** Ids of operations that are waited for. */
  readonly operations: readonly string[];
  readonly claimedBy: string | null;
}

/** null = there is no such conversation. */
export async function readContext(heads: Heads, ref: ConversationRef): Promise<Context | null | 'not-mine-yet'> {
  const [head] = await heads.load([ref]);
  if (head === undefined || head === 'not-mine-yet') return 'not-mine-yet';
  if (head.seq === 0) return null;
  const { seq, state } = head;
  const { snapshot, thinking, claimedBy = null } = state;
  const asked = thinking === undefined ? [] : [thinking.operation];
  if (!isRunning(state) || snapshot === null) return { seq, data: null, states: [], operations: asked, claimedBy };
  const operations = [...snapshot.operations.map(({ operation }) => operation), ...asked];
  return { seq, data: snapshot.data, states: snapshot.configuration, operations, claimedBy };
}
