import { runMacrostep } from './macrostep.ts';
import { failed, outcomeOf, record, refused, settle, withState } from './performed.ts';
import type { Performed } from './performed.ts';
import type { CurrentEvent, Run } from './run.ts';
import type { Failure, PendingTimer, Snapshot, StepFailure } from './snapshot.ts';
import { takeUpDeferred } from './take-up-deferred.ts';

/** Fires what is due, the earliest first, in document order where due times are equal; each is a macrostep of its own. */
export function fireTimers(run: Run, snapshot: Snapshot): Performed {
  if (nextTimer(run) === null) return refused(snapshot, 'nothing-due');
  const failures: StepFailure[] = [];
  const settles: string[] = [];
  for (let left = run.tables.limits.microsteps; !run.done; left--) {
    const pending = nextTimer(run);
    if (pending === null) break;
    run.timers = run.timers.filter((timer) => timer !== pending);
    const timer = run.tables.byId.get(pending.state)?.timers.find(({ delayMs }) => delayMs === pending.delayMs);
    if (timer === undefined) continue;
    const event: CurrentEvent = { name: timer.event, type: 'platform' };
    record(run, timer.event, 'timer');
    const result = left > 0 ? runMacrostep(run, { kind: 'timer', event, timer }) : TOO_MANY_TIMERS;
    if (typeof result === 'object') failures.push({ ...result, event: timer.event });
    if (left <= 0) break;
    takeUpDeferred(run, settles, failures);
  }
  const failure = failures[0];
  if (run.transitionsTaken === 0 && failure !== undefined) {
    return { ...failed(withState(run, snapshot), failure), settles, failures };
  }
  const performed = settle(run, snapshot, { outcome: outcomeOf(run), settles, failures });
  if (performed.outcome !== 'failed') return performed;
  const timers = snapshot.timers.filter(({ due }) => due > run.at.now);
  return { ...performed, snapshot: { ...snapshot, timers } };
}

const TOO_MANY_TIMERS: Failure = {
  code: 'limit-microsteps',
  at: '',
  message: 'Timers start each other without coming to rest.',
};

function nextTimer(run: Run): PendingTimer | null {
  let next: PendingTimer | null = null;
  for (const timer of run.timers) {
    if (timer.due > run.at.now) continue;
    if (next === null || timer.due < next.due) next = timer;
    else if (timer.due === next.due && orderOf(run, timer) < orderOf(run, next)) next = timer;
  }
  return next;
}

function orderOf(run: Run, { state }: PendingTimer): number {
  return run.tables.byId.get(state)?.order ?? 0;
}
