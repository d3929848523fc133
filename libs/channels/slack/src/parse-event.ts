import type { Parsed } from '@parley/ports';
import { fieldsOf, isFields, listOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { idleEvents } from './idle-events.ts';
import { parseMessage } from './parse-message.ts';
import { nothing, unknown } from './said.ts';
import type { SlackSaid } from './said.ts';

/** The body of a request of the Events API. */
export function parseEvents(body: Fields): Parsed<SlackSaid> {
  switch (body['type']) {
    case 'url_verification':
      return verification(body);
    case 'app_rate_limited':
      return { kind: 'noted', news: { kind: 'trouble', reason: 'app_rate_limited' } };
    case 'event_callback':
      return parseEvent(body);
    default:
      return unknown(`no such kind of request: ${textOf(body, 'type').slice(0, 60)}`);
  }
}

function verification(body: Fields): Parsed<SlackSaid> {
  const challenge = textOf(body, 'challenge');
  if (challenge === '') return unknown('url_verification without challenge');
  const ack = { contentType: 'text/plain; charset=utf-8', body: challenge };
  return { kind: 'noted', ack, news: { kind: 'verified' } };
}

function parseEvent(body: Fields): Parsed<SlackSaid> {
  const { event } = body;
  if (!isFields(event)) return unknown('event_callback without event');
  const type = textOf(event, 'type');
  if (type === 'message' || type === 'app_mention') return parseMessage(event, contextOf(body));
  if (type === 'app_uninstalled' || type === 'tokens_revoked') {
    return { kind: 'noted', news: { kind: 'trouble', reason: type } };
  }
  return idleEvents.has(type) ? nothing : unknown(`no such event: ${type.slice(0, 60)}`);
}

/** What the envelope says of the event. */
export interface EventContext {
  readonly team: string;
  /** The app's own user; null where Slack does not tell. */
  readonly self: string | null;
}

function contextOf(body: Fields): EventContext {
  const own = listOf(body, 'authorizations').find(({ is_bot: isBot }) => isBot === true) ?? {};
  return {
    team: textOf(body, 'team_id') || textOf(fieldsOf(body, 'event'), 'team'),
    self: textOf(own, 'user_id') || null,
  };
}
