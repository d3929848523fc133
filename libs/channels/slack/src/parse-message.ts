import type { Parsed } from '@parley/ports';
import { fieldsOf, isFields, listOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { idleSubtypes } from './idle-events.ts';
import type { EventContext } from './parse-event.ts';
import { mentions, plainText } from './plain-text.ts';
import { isDirect, threadOf } from './place.ts';
import type { SlackPlace } from './place.ts';
import { nothing, said, unknown } from './said.ts';
import type { SlackSaid } from './said.ts';

const spoken: ReadonlySet<string> = new Set(['', 'file_share', 'me_message', 'thread_broadcast']);
const maxAttachments = 16;
const mediaType = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/i;

/**
 * An event `message` or `app_mention`. One that calls the app comes as both, with different event ids: the canonical id is
 * (team, channel, ts), and both say the same.
 */
export function parseMessage(event: Fields, context: EventContext): Parsed<SlackSaid> {
  const subtype = textOf(event, 'subtype');
  if (subtype === 'message_changed') return parseChange(event, context);
  if (subtype === 'message_deleted') return parseDeletion(event, context);
  if (isOfApp(event, context) || idleSubtypes.has(subtype)) return nothing;
  if (!spoken.has(subtype)) return unknown(`no such message: ${subtype.slice(0, 60)}`);

  const [channel, ts, user] = [textOf(event, 'channel'), textOf(event, 'ts'), textOf(event, 'user')];
  if (channel === '' || ts === '' || user === '') return unknown('a message without channel, ts or user');
  const place = placeOf(event, channel, ts);
  const text = textOf(event, 'text');
  const isAddressed = place.in === 'direct' || event['type'] === 'app_mention' || mentions(text, context.self);
  // A channel's own talk is none of our business; in its threads it may be.
  if (!isAddressed && textOf(event, 'thread_ts') === '') return nothing;
  const attachments = attachmentsOf(event, text);
  return said({
    id: `${context.team}:${channel}:${ts}`,
    thread: threadOf(place),
    place,
    onlyIfPlaced: !isAddressed,
    what: {
      kind: 'message',
      user,
      text: plainText(text, context.self),
      ...(attachments.length > 0 && { attachments }),
    },
  });
}

/** What a person wrote is now another text. Slack tells it as well when it only unfurled a link. */
function parseChange(event: Fields, context: EventContext): Parsed<SlackSaid> {
  const { message } = event;
  if (!isFields(message)) return unknown('message_changed without message');
  const before = fieldsOf(event, 'previous_message');
  if (textOf(message, 'subtype') === 'tombstone') return parseDeletion(event, context);
  if (isOfApp(message, context) || textOf(before, 'text') === textOf(message, 'text')) return nothing;
  const data = {
    text: plainText(textOf(message, 'text'), context.self),
    before: plainText(textOf(before, 'text'), context.self),
  };
  return happened(event, message, context, { name: 'channel.edited', subtype: 'message_changed', data });
}

function parseDeletion(event: Fields, context: EventContext): Parsed<SlackSaid> {
  const before = fieldsOf(event, 'previous_message');
  if (isOfApp(before, context)) return nothing;
  const ts = textOf(event, 'deleted_ts') || textOf(fieldsOf(event, 'message'), 'ts') || textOf(before, 'ts');
  const data = { before: plainText(textOf(before, 'text'), context.self) };
  const told = { name: 'channel.deleted', subtype: 'message_deleted', data };
  return happened(event, { ...before, ts }, context, told);
}

interface Happened {
  readonly name: string;
  readonly subtype: string;
  readonly data: Readonly<Record<string, string>>;
}

/** Something befell a message: told to its conversation if there is one, by the subtype and the event's own time. */
function happened(event: Fields, message: Fields, { team }: EventContext, told: Happened): Parsed<SlackSaid> {
  const [channel, ts] = [textOf(event, 'channel'), textOf(message, 'ts')];
  const at = textOf(event, 'event_ts') || textOf(event, 'ts');
  if (channel === '' || ts === '' || at === '') return unknown(`${told.subtype} without channel, ts or event_ts`);
  const place = placeOf(message, channel, ts);
  return said({
    id: `${team}:${channel}:${ts}:${told.subtype}:${at}`,
    thread: threadOf(place),
    place,
    // In a direct message everything is for us, whatever comes first.
    onlyIfPlaced: place.in !== 'direct',
    what: {
      kind: 'event',
      name: told.name,
      data: { message: `slack:${team}:${channel}:${ts}`, user: textOf(message, 'user'), ...told.data },
    },
  });
}

function placeOf(message: Fields, channel: string, ts: string): SlackPlace {
  const thread = textOf(message, 'thread_ts');
  if (message['channel_type'] === 'im' || isDirect(channel)) {
    return { in: 'direct', channel, ...(thread !== '' && { thread }) };
  }
  return { in: 'thread', channel, thread: thread || ts };
}

/** Apps are never answered, neither we ourselves nor others: two that answer each other would not end. */
function isOfApp(message: Fields, { self }: EventContext): boolean {
  if (textOf(message, 'bot_id') !== '' || textOf(message, 'subtype') === 'bot_message') return true;
  const user = textOf(message, 'user');
  return user === 'USLACKBOT' || (self !== null && user === self);
}

/** Media types of what is not text: files, or whatever a message without text and files holds. */
function attachmentsOf(event: Fields, text: string): readonly string[] {
  const types = listOf(event, 'files').map((file) => textOf(file, 'mimetype'));
  if (types.length === 0 && text.trim() === '') return ['application/octet-stream'];
  return types
    .slice(0, maxAttachments)
    .map((type) => (mediaType.test(type) ? type.toLowerCase() : 'application/octet-stream'));
}
