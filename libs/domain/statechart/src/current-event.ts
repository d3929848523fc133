import type { Value, ValueMap } from '@parley/expression';
import type { ExternalEvent } from './snapshot.ts';

/** The event being processed, as `_event` shows it; what is absent is blank. */
export interface CurrentEvent {
  readonly name: string;
  readonly type: 'platform' | 'internal' | 'external';
  readonly data?: Value | undefined;
  readonly sendid?: string | undefined;
  readonly origin?: string | undefined;
  readonly origintype?: string | undefined;
  readonly invokeid?: string | undefined;
}

/** An event that came from outside, or waited, as it is processed. */
export function externalEvent(event: ExternalEvent): CurrentEvent {
  const { name, data, sendid, origin, origintype, invokeid } = event;
  return { name, type: 'external', data, sendid, origin, origintype, invokeid };
}

/** Something for a session's external queue; without event: its beginning. */
export interface Delivery {
  readonly to: string;
  readonly event: CurrentEvent | null;
  /** Data that the beginning was given. */
  readonly given?: ValueMap;
}

/** All seven fields of W3C 5.10.1 are there; blank ones are null. */
export function eventValue({ name, type, data, sendid, origin, origintype, invokeid }: CurrentEvent): Value {
  return {
    name,
    type,
    sendid: sendid ?? null,
    origin: origin ?? null,
    origintype: origintype ?? null,
    invokeid: invokeid ?? null,
    data: data ?? null,
  };
}
