import { guarded, runInSession } from './child-run.ts';
import { isHeldBack, keepDeferred } from './deferral.ts';
import { LimitHit } from './limits.ts';
import { runMacrostep } from './macrostep.ts';
import { record } from './performed.ts';
import type { Run } from './run.ts';
import type { CurrentEvent, Delivery } from './current-event.ts';
import type { Failure } from './snapshot.ts';
import { takeUpDeferred } from './take-up-deferred.ts';
import type { TakenUp } from './take-up-deferred.ts';

/**
 * Delivers what the sessions of this machine sent each other, in the order it was sent, until nothing is left: children
 * that begin first, then one external event after the other. All of it shares what fuel the input left. Null, or the limit
 * at which it stopped; the step is then as a whole not done.
 */
export function workOff(root: Run, takenUp: TakenUp): Failure | null {
  if (root.agenda === null && root.beginnings === null) return null;
  root.refuels = false;
  const failure = guarded(() => deliverAll(root, takenUp));
  root.refuels = true;
  return failure;
}

function deliverAll(root: Run, takenUp: TakenUp): Failure | null {
  for (let left = root.tables.limits.microsteps; !root.done; left--) {
    const delivery = root.beginnings?.shift() ?? root.agenda?.shift();
    if (delivery === undefined) return null;
    if (left <= 0) throw new LimitHit('limit-microsteps', '', 'Events are sent without coming to rest.');
    root.spend(1, '');
    const failure = runInSession(root, delivery.to, (run) => deliver(run, delivery, takenUp));
    if (failure !== null) return failure;
  }
  return null;
}

function deliver(run: Run, { event, given = {} }: Delivery, takenUp: TakenUp): Failure | null {
  if (event !== null) return receive(run, event, takenUp);
  const result = runMacrostep(run, { kind: 'start', given });
  return typeof result === 'object' ? result : null;
}

function receive(run: Run, event: CurrentEvent, takenUp: TakenUp): Failure | null {
  record(run, event.name, 'sent');
  const match = run.tables.descriptors.matching(event.name);
  const accepts = (transitions: Parameters<typeof isHeldBack>[2]): boolean => !isHeldBack(run, match, transitions);
  const result = runMacrostep(run, { kind: 'event', event, match }, accepts);
  if (typeof result === 'object') return result;
  if (result === 'declined') defer(run, event);
  else takeUpDeferred(run, takenUp);
  return null;
}

function defer(run: Run, { name, data, sendid, origin, origintype, invokeid }: CurrentEvent): void {
  const event = {
    name,
    ...(data === undefined ? {} : { data }),
    ...(sendid === undefined ? {} : { sendid }),
    ...(origin === undefined ? {} : { origin }),
    ...(origintype === undefined ? {} : { origintype }),
    ...(invokeid === undefined ? {} : { invokeid }),
  };
  const deferred = keepDeferred(run.deferred, event, run.tables.limits);
  if (deferred === null)
    throw new LimitHit('limit-deferred', '', `No more events can wait: '${name}' is one too many.`);
  run.deferred = deferred;
}
