import { workOff } from './agenda.ts';
import { guarded, runInSession } from './child-run.ts';
import { dispatch } from './dispatch.ts';
import { nextPending, withoutDue, withoutPending } from './due.ts';
import type { Pending } from './due.ts';
import { runMacrostep } from './macrostep.ts';
import { failed, outcomeOf, record, refused, settle, withState } from './performed.ts';
import type { Performed } from './performed.ts';
import type { Run } from './run.ts';
import type { CurrentEvent } from './current-event.ts';
import type { Failure, PendingSend, PendingTimer, Snapshot } from './snapshot.ts';
import { nothingTakenUp, takeUpDeferred } from './take-up-deferred.ts';
import type { TakenUp } from './take-up-deferred.ts';

/**
 * Fires what is due, the earliest first; of equal ones timers in document order, then delayed sends in theirs, parents
 * before children. Each is a macrostep of its own, with what follows from it.
 */
export function fireTimers(run: Run, snapshot: Snapshot): Performed {
  if (nextPending(run) === null) return refused(snapshot, 'nothing-due');
  const takenUp = nothingTakenUp();
  const { failures, settles } = takenUp;
  for (let left = run.tables.limits.microsteps; !run.done; left--) {
    const pending = nextPending(run);
    if (pending === null) break;
    withoutPending(run, pending);
    const mark = run.mark();
    const failure = left > 0 ? fire(run, pending, takenUp) : TOO_MANY_TIMERS;
    if (failure !== null) {
      run.undo(mark);
      failures.push({ ...failure, event: pending.name });
    }
    if (left <= 0) break;
  }
  const failure = failures[0];
  // A send that was deferred stands, whatever became of the others.
  const isKept = run.transitionsTaken > 0 || run.deferred.some((event) => !snapshot.deferred.includes(event));
  if (!isKept && failure !== undefined) {
    return { ...failed(withState(run, snapshot), failure), settles, failures };
  }
  const performed = settle(run, snapshot, { outcome: outcomeOf(run), settles, failures });
  if (performed.outcome !== 'failed') return performed;
  return { ...performed, snapshot: withoutDue(snapshot, run.at.now) };
}

const TOO_MANY_TIMERS: Failure = {
  code: 'limit-microsteps',
  at: '',
  message: 'Timers start each other without coming to rest.',
};

function fire(root: Run, { session, timer, send }: Pending, takenUp: TakenUp): Failure | null {
  root.fuel.left = root.tables.limits.fuel;
  const failure = guarded(() =>
    runInSession(root, session, (run) => {
      const result = timer === null ? fireSend(run, send) : fireTimer(run, timer);
      if (result === null) takeUpDeferred(run, takenUp);
      return result;
    }),
  );
  return failure ?? workOff(root, takenUp);
}

function fireTimer(run: Run, { state, delayMs }: PendingTimer): Failure | null {
  const timer = run.tables.byId.get(state)?.timers.find((one) => one.delayMs === delayMs);
  if (timer === undefined) return null;
  const event: CurrentEvent = { name: timer.event, type: 'platform' };
  record(run, timer.event, 'timer');
  const result = runMacrostep(run, { kind: 'timer', event, timer });
  return typeof result === 'object' ? result : null;
}

/** Goes to its target now; where that is gone, the sender hears of it at once. */
function fireSend(run: Run, send: PendingSend): Failure | null {
  dispatch(run, send);
  if (run.queue.length === 0) return null;
  const result = runMacrostep(run, { kind: 'internal' });
  return typeof result === 'object' ? result : null;
}
