import type { Limits } from './core-format.ts';
import { matches } from './descriptor.ts';
import type { EventMatch } from './descriptor.ts';
import { isInside } from './machine.ts';
import type { StateNode, Transition } from './machine.ts';
import { measure } from './measure.ts';
import type { Run } from './run.ts';
import type { ExternalEvent } from './snapshot.ts';

/** Whether some active state keeps an event back: it defers it, and neither it nor a state inside it takes it now. */
export function isHeldBack(run: Run, event: EventMatch, enabled: readonly Transition[]): boolean {
  if (!run.tables.hasDeferral) return false;
  return run.active.some(
    (node) => defers(node, event) && !enabled.some(({ source }) => source === node || isInside(source, node)),
  );
}

function defers({ deferral }: StateNode, event: EventMatch): boolean {
  return deferral !== null && matches(deferral.defer, event) && !matches(deferral.interrupt, event);
}

/** The queue with one more event, or null when it is full. */
export function keepDeferred(
  queue: readonly ExternalEvent[],
  event: ExternalEvent,
  { deferredEvents, deferredBytes, valueDepth }: Limits,
): readonly ExternalEvent[] | null {
  if (queue.length >= deferredEvents) return null;
  const longer = [...queue, event];
  const size = measure(longer, deferredBytes, valueDepth + 2);
  return size.bytes > deferredBytes || size.tooDeep ? null : longer;
}
