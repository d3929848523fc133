import { isHeldBack } from './deferral.ts';
import { runMacrostep } from './macrostep.ts';
import { record } from './performed.ts';
import { externalEvent } from './current-event.ts';
import type { Run } from './run.ts';
import type { ExternalEvent, Failure, StepFailure } from './snapshot.ts';

/** Ids of deferred events that were taken up, in order, and those of them that failed. */
export interface TakenUp {
  readonly settles: string[];
  readonly failures: StepFailure[];
}

export function nothingTakenUp(): TakenUp {
  return { settles: [], failures: [] };
}

/** Offers the deferred events again, in their order, until none of them can be taken up. */
export function takeUpDeferred(run: Run, { settles, failures }: TakenUp): void {
  let place = 0;
  while (!run.done) {
    const next = run.deferred[place];
    if (next === undefined) return;
    const result = takeUp(run, next);
    if (result === 'declined') {
      place++;
      continue;
    }
    // What it changed may have set an earlier one free.
    place = 0;
    const { id, name } = next;
    if (id !== undefined) settles.push(id);
    if (typeof result === 'object') failures.push({ ...result, event: name, ...(id === undefined ? {} : { id }) });
  }
}

function takeUp(run: Run, deferred: ExternalEvent): 'completed' | 'declined' | Failure {
  const { name, id } = deferred;
  const match = run.tables.descriptors.matching(name);
  const event = externalEvent(deferred);
  const recorded = run.trace?.length ?? 0;
  const waiting = run.deferred;
  record(run, name, 'deferred', id);
  const rest = waiting.filter((other) => other !== deferred);
  const mark = run.mark();
  const result = runMacrostep(run, { kind: 'event', event, match }, (transitions) => {
    if (isHeldBack(run, match, transitions)) return false;
    run.deferred = rest;
    return true;
  });
  if (result === 'declined') run.trace?.splice(recorded);
  else {
    if (result !== 'completed') run.undo(mark);
    run.deferred = rest;
  }
  return result;
}
