import type { ConversationSummary, MessageRow, Projection } from '@parley/conversation';
import type { Projection as WireProjection } from './gen/parley/message/v1/projection.ts';

/**
 * The contract's projection has the members of the domain's, so nothing is copied: the domain's rows are read-only, and
 * whoever takes a message off the wire leaves it as it is.
 */
export function projectionToWire(projection: Projection): WireProjection {
  const wire: WireLike<Projection> = projection;
  return wire as WireProjection;
}

/** @throws when another release sent a status or speaker that this one does not know */
export function projectionFromWire(wire: WireProjection): Projection {
  const known =
    wire.summary !== undefined && isStatus(wire.summary.status) && wire.messages.every(({ from }) => isSpeaker(from));
  if (!known) throw new Error('A projection of an unknown shape: is an older release still running?');
  return wire as Projection;
}

const statuses: readonly string[] = [
  'bot',
  'agent',
  'ended',
  'erased',
] satisfies readonly ConversationSummary['status'][];
const speakers: readonly string[] = ['person', 'bot', 'agent'] satisfies readonly MessageRow['from'][];

const isStatus = (status: string): boolean => statuses.includes(status);
const isSpeaker = (from: string): boolean => speakers.includes(from);

/** A wire message that is only read. */
type WireLike<Domain extends ReadonlyWire<WireProjection>> = Domain;
type ReadonlyWire<Message> = Message extends readonly (infer Item)[]
  ? readonly ReadonlyWire<Item>[]
  : Message extends object
    ? { readonly [Member in keyof Message]: ReadonlyWire<Message[Member]> }
    : Message;
