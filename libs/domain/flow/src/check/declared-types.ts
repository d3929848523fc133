import type { Type } from '@parley/expression';
import type { AuthoredFlow, AuthoredSlot, AuthoredType } from '../format/authored.ts';
import { eventsOf, intentsOf } from '../tree/moves.ts';

const ANY: Type = { kind: 'any' };

export function toType(authored: AuthoredType): Type {
  const nullable = authored.nullable === true ? { nullable: true } : {};
  switch (authored.type) {
    case 'string':
    case 'number':
      return { kind: authored.type, ...nullable };
    case 'boolean':
      return { kind: 'bool', ...nullable };
    case 'object':
      return { kind: 'map', ...(authored.fields && { fields: toTypes(authored.fields) }), ...nullable };
    case 'list':
      return { kind: 'list', of: authored.of === undefined ? ANY : toType(authored.of), ...nullable };
    default:
      return { kind: 'any', ...nullable };
  }
}

export function toTypes(authored: ReadonlyMap<string, AuthoredType> | undefined): Readonly<Record<string, Type>> {
  return Object.fromEntries([...(authored ?? [])].map(([name, type]) => [name, toType(type)]));
}

export function slotType(slot: AuthoredSlot): Type {
  return { kind: slot.type === 'number' ? 'number' : 'string', nullable: true };
}

/** The names that an author's expressions may read, by what they stand under. */
export function namesFor(flow: AuthoredFlow, on: readonly string[] | undefined): Readonly<Record<string, Type>> {
  const slots = Object.fromEntries([...(flow.slots ?? [])].map(([name, slot]) => [name, slotType(slot)]));
  const event = eventType(flow, on);
  return {
    vars: { kind: 'map', fields: toTypes(flow.vars) },
    slots: { kind: 'map', fields: slots },
    profile: { kind: 'map', fields: toTypes(flow.profile) },
    event,
    _event: { kind: 'map', fields: { name: { kind: 'string' }, type: { kind: 'string' }, data: event } },
    _now: { kind: 'number' },
    _name: { kind: 'string' },
    _sessionid: { kind: 'string' },
  };
}

/** What `event` is: known under a message or a declared event, anything else elsewhere. */
function eventType(flow: AuthoredFlow, on: readonly string[] | undefined): Type {
  if (on === undefined || on.length === 0) return ANY;
  const events = eventsOf(on);
  if (events.every((each) => each === 'message') || (events.length === 0 && intentsOf(on).length > 0))
    return messageType(flow);
  const [only] = events;
  const declared = events.length === 1 && only !== undefined ? flow.events?.get(only) : undefined;
  return declared?.data === undefined ? ANY : { kind: 'map', fields: toTypes(declared.data) };
}

function messageType(flow: AuthoredFlow): Type {
  const entities = Object.fromEntries([...(flow.slots ?? [])].map(([name, slot]) => [name, slotType(slot)]));
  return {
    kind: 'map',
    fields: {
      text: { kind: 'string' },
      intent: { kind: 'string', nullable: true },
      confidence: { kind: 'number' },
      entities: { kind: 'map', fields: entities },
      alternatives: {
        kind: 'list',
        of: { kind: 'map', fields: { intent: { kind: 'string' }, confidence: { kind: 'number' } } },
      },
      attachments: { kind: 'list', of: { kind: 'string' } },
      received: { kind: 'number' },
      first: { kind: 'bool' },
      stale: { kind: 'bool' },
    },
  };
}

/** The type at a rooted path such as `vars.transfer.id`; undefined if nothing is declared there. */
export function typeAt(names: Readonly<Record<string, Type>>, path: string): Type | undefined {
  const [root = '', ...steps] = path.split('.');
  return steps.reduce<Type | undefined>(
    (type, step) => {
      if (type === undefined || type.kind === 'any') return type;
      if (type.kind !== 'map') return undefined;
      if (type.fields === undefined) return ANY;
      return Object.hasOwn(type.fields, step) ? type.fields[step] : undefined;
    },
    Object.hasOwn(names, root) ? names[root] : undefined,
  );
}

export function sayType(type: Type): string {
  const names = {
    any: 'anything',
    null: 'null',
    bool: 'true or false',
    number: 'a number',
    string: 'a text',
    list: 'a list',
    map: 'an object',
  };
  return names[type.kind];
}
