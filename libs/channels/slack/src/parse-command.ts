import type { Parsed } from '@parley/ports';
import { plainText } from './plain-text.ts';
import { threadOf } from './place.ts';
import type { SlackPlace } from './place.ts';
import { said, unknown } from './said.ts';
import type { SlackSaid } from './said.ts';

/** A slash command. What follows it is said; a command alone says its own name. */
export function parseCommand(form: URLSearchParams): Parsed<SlackSaid> {
  const field = (name: string): string => form.get(name) ?? '';
  const [command, channel, user] = [field('command'), field('channel_id'), field('user_id')];
  const trigger = field('trigger_id');
  if (channel === '' || user === '' || trigger === '') return unknown('a command without channel, user or trigger');
  const url = field('response_url');
  const place: SlackPlace = { in: 'command', channel, user, ...(url !== '' && { url }) };
  const text = plainText(field('text'), '') || command.replace(/^\//, '');
  return said({
    id: `${field('team_id') || field('enterprise_id')}:${user}:trigger:${trigger}`,
    thread: threadOf(place),
    place,
    onlyIfPlaced: false,
    what: { kind: 'message', user, text },
  });
}
