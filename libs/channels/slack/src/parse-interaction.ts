import type { Value } from '@parley/expression';
import type { Parsed } from '@parley/ports';
import { isOurs, readButtonValue } from './button.ts';
import { fieldsOf, isFields, listOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { isDirect, threadOf } from './place.ts';
import type { SlackPlace } from './place.ts';
import { said, unknown } from './said.ts';
import type { SlackAct, SlackSaid } from './said.ts';

/** What somebody did with a button, a form or a shortcut. `payload` of the request's form. */
export function parseInteraction(payload: Fields): Parsed<SlackSaid> {
  const type = textOf(payload, 'type');
  const user = textOf(fieldsOf(payload, 'user'), 'id');
  if (user === '') return unknown(`${type.slice(0, 60)} without user`);
  switch (type) {
    case 'block_actions':
      return parseAction(payload, user);
    case 'view_submission':
      return told(payload, idOf(payload, user), { in: 'user', user }, event('channel.form', user, formOf(payload)));
    case 'view_closed': {
      const view = fieldsOf(payload, 'view');
      const id = `${teamOf(payload)}:closed:${textOf(view, 'id')}:${textOf(view, 'hash')}:${user}`;
      return told(payload, id, { in: 'user', user }, event('channel.form-closed', user, formOf(payload)));
    }
    case 'shortcut': {
      const data = { callback: textOf(payload, 'callback_id') };
      return told(payload, idOf(payload, user), { in: 'user', user }, event('channel.shortcut', user, data));
    }
    case 'message_action':
      return parseMessageAction(payload, user);
    case 'block_suggestion':
      // Menus that ask for their options are none of ours; an empty list is what they may show.
      return { kind: 'noted', ack: { contentType: 'application/json; charset=utf-8', body: '{"options":[]}' } };
    default:
      return unknown(`no such interaction: ${type.slice(0, 60)}`);
  }
}

/** A pressed button of ours answers its question; anything else is an event for flows that know it. */
function parseAction(payload: Fields, user: string): Parsed<SlackSaid> {
  const [action] = listOf(payload, 'actions');
  const place = placeOf(payload, user);
  const at = action === undefined ? '' : textOf(action, 'action_ts');
  if (action === undefined || at === '') return unknown('block_actions without action or action_ts');
  const id = `${teamOf(payload)}:${'channel' in place ? place.channel : user}:action:${at}`;
  const pressed = isOurs(textOf(action, 'action_id')) ? readButtonValue(textOf(action, 'value')) : null;
  if (pressed === null) {
    const data = { action: textOf(action, 'action_id'), block: textOf(action, 'block_id'), value: valueOf(action) };
    return told(payload, id, place, event('channel.action', user, data));
  }
  const { thread, button } = pressed;
  const text = textOf(fieldsOf(action, 'text'), 'text');
  const shownAt = placeOfThread(thread, place, payload);
  const what: SlackAct = { kind: 'message', user, text, button };
  return said({ id, thread, place: shownAt, onlyIfPlaced: false, what });
}

/** The conversation that a button was shown in: after a slash command the message itself does not tell. */
function placeOfThread(thread: string, place: SlackPlace, payload: Fields): SlackPlace {
  const command = /^([^:]+):\/(.+)$/.exec(thread);
  if (command) {
    const [, channel = '', user = ''] = command;
    return { in: 'command', channel, user, ...answerUrl(payload) };
  }
  return thread.startsWith('@') ? { in: 'user', user: thread.slice(1) } : place;
}

function parseMessageAction(payload: Fields, user: string): Parsed<SlackSaid> {
  const place = placeOf(payload, user);
  const message = fieldsOf(payload, 'message');
  const data = {
    callback: textOf(payload, 'callback_id'),
    message: `slack:${teamOf(payload)}:${'channel' in place ? place.channel : ''}:${textOf(message, 'ts')}`,
    text: textOf(message, 'text').slice(0, 4_000),
  };
  return told(payload, idOf(payload, user), place, event('channel.message-shortcut', user, data));
}

function told(payload: Fields, id: string, place: SlackPlace, what: SlackAct): Parsed<SlackSaid> {
  if (id === '') return unknown(`${textOf(payload, 'type')} without trigger_id`);
  const isLarge = JSON.stringify(what).length > maxDataLength;
  if (isLarge) return unknown(`${textOf(payload, 'type')} of more than ${maxDataLength} characters`);
  return said({ id, thread: threadOf(place), place, onlyIfPlaced: false, what });
}

const maxDataLength = 60_000;

function event(name: string, user: string, data: Readonly<Record<string, Value>>): SlackAct {
  return { kind: 'event', name, data: { user, ...data } };
}

function idOf(payload: Fields, user: string): string {
  const trigger = textOf(payload, 'trigger_id');
  return trigger === '' ? '' : `${teamOf(payload)}:${user}:trigger:${trigger}`;
}

function teamOf(payload: Fields): string {
  const of = textOf(fieldsOf(payload, 'team'), 'id') || textOf(fieldsOf(payload, 'user'), 'team_id');
  return of || textOf(fieldsOf(payload, 'enterprise'), 'id');
}

/** Where the message stands that was acted on; a form or a shortcut stands nowhere. */
function placeOf(payload: Fields, user: string): SlackPlace {
  const container = fieldsOf(payload, 'container');
  const message = fieldsOf(payload, 'message');
  const channel = textOf(fieldsOf(payload, 'channel'), 'id') || textOf(container, 'channel_id');
  const thread = textOf(message, 'thread_ts') || textOf(container, 'thread_ts');
  if (channel === '') return { in: 'user', user };
  if (isDirect(channel)) return { in: 'direct', channel, ...(thread !== '' && { thread }) };
  const root = thread || textOf(message, 'ts') || textOf(container, 'message_ts');
  return root === '' ? { in: 'user', user } : { in: 'thread', channel, thread: root };
}

function answerUrl(payload: Fields): { readonly url?: string } {
  const url = textOf(payload, 'response_url');
  return url === '' ? {} : { url };
}

/** A form's fields, by block and action. */
function formOf(payload: Fields): Readonly<Record<string, Value>> {
  const view = fieldsOf(payload, 'view');
  const values: Record<string, Value> = {};
  for (const [block, actions] of Object.entries(fieldsOf(fieldsOf(view, 'state'), 'values'))) {
    if (!isFields(actions)) continue;
    const read = Object.entries(actions).map(([name, action]) => [name, isFields(action) ? valueOf(action) : null]);
    values[block] = Object.fromEntries(read) as Value;
  }
  return { callback: textOf(view, 'callback_id'), values };
}

/** What an element holds: a text, the value of an option, the values of several, or a name of a person, channel or date. */
function valueOf(action: Fields): Value {
  const { selected_option: option, selected_options: options, value } = action;
  if (typeof value === 'string') return value;
  if (isFields(option)) return textOf(option, 'value');
  if (Array.isArray(options)) return options.filter(isFields).map((each) => textOf(each, 'value'));
  for (const [name, selected] of Object.entries(action)) {
    if (!name.startsWith('selected_')) continue;
    if (typeof selected === 'string' || typeof selected === 'number') return selected;
    if (Array.isArray(selected)) return selected.filter((each) => typeof each === 'string');
  }
  return null;
}
