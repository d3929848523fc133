import type { Run } from './run.ts';
import { pathTo, programOf, withSession } from './sessions.ts';
import type { Tables } from './machine.ts';
import type { ChildSession, ChildSnapshot, PendingSend, PendingTimer } from './snapshot.ts';

/** A timer or a delayed send that is due, and whose. */
export type Pending = { readonly session: string; readonly due: number; readonly name: string } & (
  { readonly timer: PendingTimer; readonly send: null } | { readonly timer: null; readonly send: PendingSend }
);

type Waiting = Pick<ChildSnapshot, 'timers' | 'sends'>;

/** What fires next of all that is due now, in this machine and its children. */
export function nextPending(run: Run): Pending | null {
  const { session, tables, at, children } = run;
  const own = nextOf(tables, session, run, at.now);
  return children.length === 0 ? own : nextInside(tables, children, at.now, own);
}

function nextInside(
  tables: Tables,
  children: readonly ChildSession[],
  now: number,
  before: Pending | null,
): Pending | null {
  let next = before;
  for (const child of children) {
    if (child.snapshot === null) continue;
    const inner = programOf(tables, child).tables;
    const own = nextOf(inner, child.session, child.snapshot, now);
    if (own !== null && (next === null || own.due < next.due)) next = own;
    next = nextInside(inner, child.snapshot.children ?? [], now, next);
  }
  return next;
}

function nextOf(tables: Tables, session: string, { timers, sends = [] }: Waiting, now: number): Pending | null {
  const timer = nextTimer(tables, timers, now);
  let send: PendingSend | null = null;
  for (const one of sends) if (one.due <= now && (send === null || one.due < send.due)) send = one;
  if (send !== null && (timer === null || send.due < timer.due)) {
    return { session, due: send.due, name: send.event, timer: null, send };
  }
  if (timer === null) return null;
  return { session, due: timer.due, name: `after.${timer.delayMs}.${timer.state}`, timer, send: null };
}

function nextTimer(tables: Tables, timers: readonly PendingTimer[], now: number): PendingTimer | null {
  let next: PendingTimer | null = null;
  for (const timer of timers) {
    if (timer.due > now) continue;
    if (next === null || timer.due < next.due) next = timer;
    else if (timer.due === next.due && orderOf(tables, timer) < orderOf(tables, next)) next = timer;
  }
  return next;
}

function orderOf(tables: Tables, { state }: PendingTimer): number {
  return tables.byId.get(state)?.order ?? 0;
}

/** Takes one away from whoever waits for it. */
export function withoutPending(run: Run, { session, timer, send }: Pending): void {
  if (session === run.session) {
    if (timer !== null) run.timers = without(run.timers, timer);
    else run.sends = without(run.sends, send);
    return;
  }
  const path = pathTo(run.children, session);
  const snapshot = path?.at(-1)?.snapshot;
  if (path === null || snapshot === null || snapshot === undefined) return;
  const timers = timer === null ? snapshot.timers : without(snapshot.timers, timer);
  const sends = send === null ? (snapshot.sends ?? []) : without(snapshot.sends ?? [], send);
  run.children = withSession(run.children, path, waitingFor(snapshot, timers, sends));
}

/** Copied in two pieces, not item by item: a thousand that are due are a thousand times this. */
function without<T>(list: readonly T[], item: T): readonly T[] {
  const index = list.indexOf(item);
  return index === -1 ? list : list.toSpliced(index, 1);
}

/** A snapshot in which nothing is due any more, children included: what failed for good must not fire for ever. */
export function withoutDue<T extends ChildSnapshot>(snapshot: T, now: number): T {
  const isLater = ({ due }: { readonly due: number }): boolean => due > now;
  const quiet = waitingFor(snapshot, snapshot.timers.filter(isLater), (snapshot.sends ?? []).filter(isLater));
  if (quiet.children === undefined) return quiet;
  const children = quiet.children.map((child) =>
    child.snapshot === null ? child : { ...child, snapshot: withoutDue(child.snapshot, now) },
  );
  return { ...quiet, children };
}

function waitingFor<T extends ChildSnapshot>(
  snapshot: T,
  timers: readonly PendingTimer[],
  sends: readonly PendingSend[],
): T {
  const { sends: _before, ...rest } = snapshot;
  return (sends.length === 0 ? { ...rest, timers } : { ...rest, timers, sends }) as T;
}
