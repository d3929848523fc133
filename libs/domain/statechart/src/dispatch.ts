import type { Value } from '@parley/expression';
import type { Fault } from './assign.ts';
import { measure } from './measure.ts';
import { isScxmlProcessor, locationOf, SCXML_PROCESSOR } from './processors.ts';
import type { Run } from './run.ts';
import type { CurrentEvent } from './current-event.ts';
import { hasSession } from './sessions.ts';

/** An event on its way, as `send` computed it. */
export interface Message {
  readonly event: string;
  readonly target?: string;
  readonly type?: string;
  readonly sendid?: string;
  readonly data?: Value;
  readonly at: string;
}

const SESSION = '#_scxml_';

/** Targets of the SCXML processor (C.1.1) begin with `#_`; an internal event is never late. */
export function checkTarget(target: string | undefined, delay: number): Omit<Fault, 'at'> | null {
  if (target === undefined) return null;
  if (!target.startsWith('#_') || target === '#_' || target === SESSION) {
    return { code: 'target-unsupported', message: `'${target.slice(0, 80)}' is no place that events can be sent to.` };
  }
  if (target !== '#_internal' || delay === 0) return null;
  return { code: 'delay-internal', message: 'An internal event cannot be delayed.' };
}

/** Hands an event to its target; a session that is not there raises error.communication in the sender (C.1). */
export function dispatch(run: Run, message: Message): void {
  const { target, at } = message;
  if (message.type !== undefined && !isScxmlProcessor(message.type)) return handOut(run, message);
  if (target === '#_internal') {
    const { event: name, data, sendid } = message;
    return run.raise({ name, type: 'internal', data, sendid }, at);
  }
  const to = sessionAt(run, target);
  if (to !== null) return deliver(run, to, message);
  if (target?.startsWith(SESSION) === true && run.tables.eventProcessors.some(isScxmlProcessor)) {
    return handOut(run, message);
  }
  const data = { code: 'session-unknown', message: `There is nobody at '${(target ?? '').slice(0, 80)}'.`, at };
  run.raise({ name: 'error.communication', type: 'platform', data, sendid: message.sendid }, at);
}

function deliver(run: Run, to: string, { event: name, data, sendid, at }: Message): void {
  const { bond, session } = run;
  const isForParent = to === bond?.parentSession;
  // W3C 6.4: what a cancelled child says to its parent is not heard.
  if (isForParent && bond.isCancelled) return;
  const event: CurrentEvent = {
    name,
    type: 'external',
    data,
    sendid,
    origin: locationOf(session),
    origintype: SCXML_PROCESSOR,
    invokeid: isForParent ? bond.invoke : undefined,
  };
  run.post({ to, event }, at);
}

/** The session that a target names now; null where there is none. */
function sessionAt(run: Run, target: string | undefined): string | null {
  if (target === undefined) return run.session;
  if (target === '#_parent') return run.bond?.parentSession ?? null;
  if (!target.startsWith(SESSION)) {
    const id = target.slice(2);
    return run.children.find(({ invoke, snapshot }) => invoke === id && snapshot !== null)?.session ?? null;
  }
  const session = target.slice(SESSION.length);
  const isKnown =
    session === run.session ||
    session === run.root.session ||
    hasSession(run.children, session) ||
    hasSession(run.root.children, session);
  return isKnown ? session : null;
}

/** An event of a type that the host serves goes out as an effect. */
function handOut(run: Run, { event, target, type, sendid, data, at }: Message): void {
  const bytes =
    data === undefined ? 0 : measure(data, run.tables.limits.effectBytes, run.tables.limits.valueDepth).bytes;
  run.addEffect(
    {
      kind: 'send',
      type: type ?? SCXML_PROCESSOR,
      target: target ?? null,
      event: event === '' ? null : event,
      sendid: sendid ?? null,
      data: data ?? null,
      at,
    },
    bytes,
    at,
  );
}
