import type { Value } from '@parley/expression';
import type { StimulusBody } from '@parley/message';
import { conversationId, eventId, wellFormed } from '@parley/message';
import type { ChannelAddress, Heard } from '@parley/ports';
import type { SlackPlace } from './place.ts';
import type { SlackAct, SlackSaid } from './said.ts';

/** How long a slash command may be answered at its own address, ms. */
const answerableMs = 30 * 60_000;

/** In our words. Slack's ids name the conversation and the event; both are hashed or prefixed by us. */
export function normaliseSlack(said: SlackSaid, address: ChannelAddress): readonly Heard[] {
  const { tenant, connection, idKey, keyedHash, receivedAt } = address;
  const stimulus = {
    eventId: eventId('slack', wellFormed(said.id)),
    tenant,
    connection,
    conversation: conversationId(idKey, tenant, connection, said.thread, keyedHash),
    receivedAt,
    body: bodyOf(said.what),
  };
  const place = JSON.stringify(placeAt(said.place, receivedAt));
  return [{ stimulus, place, ...(said.onlyIfPlaced && { onlyIfPlaced: true }) }];
}

function placeAt(place: SlackPlace, receivedAt: number): SlackPlace {
  const isAnswerable = place.in === 'command' && place.url !== undefined;
  return isAnswerable ? { ...place, until: receivedAt + answerableMs } : place;
}

function bodyOf(what: SlackAct): StimulusBody {
  if (what.kind === 'event') return { kind: 'event', name: what.name, data: wellFormedValue(what.data) };
  const { text, user, button, attachments } = what;
  return {
    kind: 'message',
    text: wellFormed(text),
    profile: { user: wellFormed(user) },
    ...(button && { button: { ...button, intent: wellFormed(button.intent) } }),
    ...(attachments && { attachments }),
  };
}

function wellFormedValue(value: Value): Value {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(wellFormedValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [wellFormed(name), wellFormedValue(each)]));
}
