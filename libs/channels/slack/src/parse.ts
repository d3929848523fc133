import { parseJson } from '@parley/message';
import type { ChannelRequest, Parsed } from '@parley/ports';
import { isFields } from './fields.ts';
import { parseCommand } from './parse-command.ts';
import { parseEvents } from './parse-event.ts';
import { parseInteraction } from './parse-interaction.ts';
import { nothing, unknown } from './said.ts';
import type { SlackSaid } from './said.ts';

const maxDepth = 64;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const openingBrace = 0x7b;

/** What a request says: the Events API sends JSON, interactivity and slash commands a form. One address takes them all. */
export function parseSlack({ body }: Pick<ChannelRequest, 'body'>): Parsed<SlackSaid> {
  if (body[0] === openingBrace) return readJson(body, parseEvents);
  const form = readForm(body);
  if (form === null) return unknown('neither JSON nor a form');
  if (isCheck(form)) return nothing;
  const payload = form.get('payload');
  if (payload !== null) return readJson(Buffer.from(payload), parseInteraction);
  return form.has('command') ? parseCommand(form) : unknown('a form without payload or command');
}

/** Slack asks now and then whether an address still has a certificate, without signing that: it is told so, and nothing else. */
export function isSslCheck(body: Uint8Array): boolean {
  const form = body[0] === openingBrace ? null : readForm(body);
  return form !== null && isCheck(form);
}

function isCheck(form: URLSearchParams): boolean {
  return form.get('ssl_check') === '1' && !form.has('payload') && !form.has('command');
}

function readJson(bytes: Uint8Array, read: (fields: Parameters<typeof parseEvents>[0]) => Parsed<SlackSaid>) {
  const json = parseJson(bytes, maxDepth);
  if (!json.ok) return unknown(`body.${json.reason}`);
  return isFields(json.value) ? read(json.value) : unknown('no JSON object');
}

function readForm(body: Uint8Array): URLSearchParams | null {
  try {
    return new URLSearchParams(utf8.decode(body));
  } catch {
    return null;
  }
}
