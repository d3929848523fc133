import type { CoreCancel, CoreSend } from './core-format.ts';
import { isEventName, isReserved } from './descriptor.ts';
import type { ExpressionLinker } from './link-expressions.ts';
import type { Action } from './machine.ts';
import type { Place } from './place.ts';

const WAY = 'send/';

/** Compiles a `send`; what is wrong with it in every step is reported, the rest is an error of the moment. */
export function linkSend(expressions: ExpressionLinker, send: CoreSend, place: Place): Action {
  checkSend(expressions, send, place);
  return {
    op: 'send',
    event: expressions.text(send, 'event', place, WAY),
    target: expressions.text(send, 'target', place, WAY),
    type: expressions.text(send, 'type', place, WAY),
    id: send.id ?? null,
    idLocation: expressions.optionalLocation(send.idlocation, place, 'send/idlocation'),
    delay:
      send.delayexpr === undefined
        ? (send.delayMs ?? 0)
        : expressions.expression(send.delayexpr, place, 'send/delayexpr'),
    params: expressions.fields(send.params, place, 'send/params'),
    namelist: expressions.locations(send.namelist, place, 'send/namelist'),
    content: expressions.content(send.content, place, 'send/content'),
    at: place.at,
  };
}

function checkSend(expressions: ExpressionLinker, send: CoreSend, place: Place): void {
  const spot = (member: string): string => place.spot(WAY + member);
  const { event, eventexpr, content, params, namelist } = send;
  if (event === undefined && eventexpr === undefined && content === undefined) {
    const message = 'A send needs an event or content.';
    expressions.findings.add(place.at, 'send-empty', message, "Add 'event', 'eventexpr' or 'content'.");
  }
  if (event !== undefined && !isEventName(event)) {
    expressions.report(spot('event'), 'event-malformed', `'${event}' is no event name.`, 'It has no spaces and no *.');
  } else if (event !== undefined && isReserved(event)) {
    const message = `'${event}' is a name of the kernel's own events.`;
    expressions.report(
      spot('event'),
      'event-reserved',
      message,
      'Begin with another word than done, error, after, op.',
    );
  }
  if (content !== undefined && params !== undefined) expressions.exclusive('content', 'params', spot('content'));
  if (content !== undefined && namelist !== undefined) expressions.exclusive('content', 'namelist', spot('content'));
  if (send.id !== undefined && send.idlocation !== undefined) expressions.exclusive('id', 'idlocation', spot('id'));
  if (send.delayMs === undefined) return;
  if (send.delayexpr !== undefined) expressions.exclusive('delayMs', 'delayexpr', spot('delayMs'));
  if (send.target === '#_internal' && send.delayMs > 0) {
    const message = 'An internal event cannot be delayed.';
    expressions.report(spot('delayMs'), 'delay-internal', message, "Remove 'delayMs', or the target.");
  }
}

export function linkCancel(expressions: ExpressionLinker, cancel: CoreCancel, place: Place): Action {
  const { at } = place;
  const sendid = expressions.text(cancel, 'sendid', place, 'cancel/');
  if (sendid !== null) return { op: 'cancel', sendid, at };
  expressions.findings.add(at, 'key-missing', "'sendid' or 'sendidexpr' is missing.", 'Say which send to take back.');
  return { op: 'fail', code: 'key-missing', message: 'No send is named.', at };
}
