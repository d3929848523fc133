import type { Value } from '@parley/expression';
import { isEventName, isReserved } from './descriptor.ts';
import { milliseconds } from './duration.ts';
import { contentOf, payloadOf, textOf, valueOf, weigh } from './evaluate.ts';
import type { Evaluated } from './evaluate.ts';
import { assign } from './assign.ts';
import type { Fault } from './assign.ts';
import type { Action, SendAction, Text } from './machine.ts';
import { isScxmlProcessor } from './processors.ts';
import { checkTarget, dispatch } from './dispatch.ts';
import type { Message } from './dispatch.ts';
import type { Run } from './run.ts';

/** W3C's `send`: computes everything now, and delivers now or keeps it until it is due. An error discards the event (6.2.3). */
export function executeSend(run: Run, action: SendAction): Fault | null {
  const { at } = action;
  const failed = ({ code, message }: Omit<Fault, 'at'>): Fault => ({
    code,
    message,
    at,
    sendid: action.id ?? undefined,
  });
  const message = composed(run, action);
  if (!message.ok) return failed(message);
  const delay = delayOf(run, action);
  if (delay === null) return failed({ code: 'delay-malformed', message: 'The delay is no length of time.' });
  const refusal = checkMessage(run, message.value, delay);
  if (refusal !== null) return failed(refusal);
  const sendid = action.idLocation === null ? (action.id ?? undefined) : `send.${run.makeNumber()}`;
  if (action.idLocation !== null) {
    const fault = assign(run, action.idLocation, sendid ?? null, at);
    if (fault !== null) return fault;
  }
  const sent = sendid === undefined ? message.value : { ...message.value, sendid };
  if (delay > 0) keep(run, sent, delay);
  else dispatch(run, sent);
  return null;
}

/** The event with its data, target and type, all computed. */
function composed(run: Run, action: SendAction): Composed {
  const { at } = action;
  const texts: { event?: string; target?: string; type?: string } = {};
  for (const key of ['event', 'target', 'type'] as const) {
    const written: Text | null = action[key];
    if (written === null) continue;
    const result = textOf(run, written, at);
    if (!result.ok) return result;
    texts[key] = result.value;
  }
  const { event = '', ...addressed } = texts;
  const data = dataOf(run, action);
  if (data === null) return { ok: true, value: { event, ...addressed, at } };
  if (!data.ok) return data;
  weigh(run, data.value, at);
  return { ok: true, value: { event, ...addressed, data: data.value, at } };
}

type Composed = { readonly ok: true; readonly value: Message } | (Evaluated & { readonly ok: false });

function dataOf(run: Run, { content, params, namelist, at }: SendAction): Evaluated | null {
  if (content !== null) return contentOf(run, content, at);
  return params.length + namelist.length === 0 ? null : payloadOf(run, params, namelist, at);
}

function delayOf(run: Run, { delay, at }: SendAction): number | null {
  if (typeof delay === 'number') return delay;
  const result = valueOf(run, delay, at);
  return result.ok ? milliseconds(result.value) : null;
}

/** What W3C answers with error.execution: a type or target that is not supported, a name that no event can have. */
function checkMessage(run: Run, message: Message, delay: number): Omit<Fault, 'at'> | null {
  const { event, target, type } = message;
  if (type !== undefined && !isScxmlProcessor(type)) {
    if (run.tables.eventProcessors.includes(type)) return null;
    return { code: 'type-unsupported', message: `Events of type '${brief(type)}' cannot be sent.` };
  }
  if (!isEventName(event)) return { code: 'event-malformed', message: `'${brief(event)}' is no event name.` };
  if (isReserved(event)) {
    return { code: 'event-reserved', message: `'${brief(event)}' is a name of the kernel's own events.` };
  }
  return checkTarget(target, delay);
}

function keep(run: Run, { event, target, type, sendid, data, at }: Message, delay: number): void {
  run.checkLoad('sends', run.sends.length, at, 'More delayed events wait than are allowed.');
  const pending = {
    due: Math.ceil(run.at.now + delay),
    event,
    ...(target === undefined ? {} : { target }),
    ...(type === undefined ? {} : { type }),
    ...(sendid === undefined ? {} : { sendid }),
    ...(data === undefined ? {} : { data }),
    at,
  };
  run.sends = [...run.sends, pending];
}

/** W3C 6.3: only this session's own sends; one that is not there is no error. */
export function executeCancel(run: Run, { sendid, at }: Action & { readonly op: 'cancel' }): Fault | null {
  const result = textOf(run, sendid, at);
  if (!result.ok) return { code: result.code, message: result.message, at };
  if (run.sends.some((send) => send.sendid === result.value)) {
    run.spend(run.sends.length >> 3, at);
    run.sends = run.sends.filter((send) => send.sendid !== result.value);
  }
  return null;
}

function brief(value: Value): string {
  return String(value).slice(0, 80);
}
