import type { EnginePorts } from './engine-ports.ts';
import type { OperationLoop } from './operation-loop.ts';
import { requestOf } from './operation-request.ts';
import type { OperationTask } from './perform-operation.ts';
import type { SealedTurn } from './seal-turn.ts';
import type { TimerLoop } from './timer-loop.ts';

/** Hands on what was just committed. Only hints: the rows are there, and are found without them. */
export function handOn(
  { warn }: Pick<EnginePorts, 'warn'>,
  operations: OperationLoop,
  timers: TimerLoop,
  turns: readonly SealedTurn[],
): void {
  try {
    for (const turn of turns) {
      if (turn.entry.wakeUpAt !== null) timers.hint(turn.entry.wakeUpAt);
      if (turn.opens.length > 0) operations.offer(turn.entry.opens.map((_, index) => taskOf(turn, index)));
    }
  } catch (error) {
    warn('advance.hint-failed', { error: String(error) });
  }
}

function taskOf({ entry, decision }: SealedTurn, place: number): OperationTask {
  const opened = entry.opens[place];
  if (opened === undefined) throw new Error('An operation was opened that is not there.');
  const { tenant, conversation, connection, seq } = entry;
  const row = { ...opened, tenant, conversation, connection, seq, claimed: 0, claimedUntil: null, notBefore: 0 };
  return { row, request: requestOf(decision.entry, opened.index) };
}
