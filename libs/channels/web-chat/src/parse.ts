import type { Button } from '@parley/message';
import { parseJson } from '@parley/message';
import type { ChannelRequest, Parsed } from '@parley/ports';

/** What a visitor's page said. */
export type WebChatSaid =
  | { readonly kind: 'opened'; readonly language?: string }
  | {
      readonly kind: 'message';
      readonly id: string;
      readonly text: string;
      readonly language?: string;
      readonly button?: Button;
      readonly attachments?: readonly string[];
    };

const maxDepth = 8;
const maxIdLength = 128;
const maxAttachments = 16;
const visible = /^[\x21-\x7e]+$/;
const languageTag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
const mediaType = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/i;

/** `opened` and `messages`, JSON objects. Unknown members are ignored: pages may be newer than we are. */
export function parseWebChat(request: ChannelRequest): Parsed<WebChatSaid> {
  const json = request.body.length === 0 ? { ok: true as const, value: {} } : parseJson(request.body, maxDepth);
  if (!json.ok) return refused(`body.${json.reason}`, 'The body has to be a JSON object of little depth.');
  if (!isRecord(json.value)) return refused('body.invalid', 'The body has to be a JSON object.');
  if (request.path === 'opened') return parseOpened(json.value);
  if (request.path === 'messages') return parseMessage(json.value);
  return refused('route.unknown', 'A web chat takes `opened` and `messages`.');
}

function parseOpened(body: Body): Parsed<WebChatSaid> {
  const language = readLanguage(body);
  if (language === null) return refused('body.invalid', '`language` has to be a language tag such as `en`.');
  return { kind: 'said', said: { kind: 'opened', ...language } };
}

function parseMessage(body: Body): Parsed<WebChatSaid> {
  const { id, text = '', button, attachments } = body;
  const language = readLanguage(body);
  if (typeof id !== 'string' || id.length > maxIdLength || !visible.test(id))
    return refused('message.invalid-id', `\`id\` has to be 1 to ${maxIdLength} visible ASCII characters.`);
  if (typeof text !== 'string') return refused('body.invalid', '`text` has to be a string.');
  if (language === null) return refused('body.invalid', '`language` has to be a language tag such as `en`.');
  if (button !== undefined && !isButton(button))
    return refused('body.invalid', '`button` has to be {episode, question, intent}.');
  if (attachments !== undefined && !areAttachments(attachments))
    return refused('body.invalid', `\`attachments\` has to be a list of 1 to ${maxAttachments} media types.`);
  if (text === '' && !button && !attachments)
    return refused('message.empty', 'A message needs a text, a button or an attachment.');
  return {
    kind: 'said',
    said: { kind: 'message', id, text, ...language, ...(button && { button }), ...(attachments && { attachments }) },
  };
}

type Body = Readonly<Record<string, unknown>>;

function readLanguage({ language }: Body): { readonly language?: string } | null {
  if (language === undefined) return {};
  return typeof language === 'string' && languageTag.test(language) ? { language } : null;
}

function isRecord(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isButton(value: unknown): value is Button {
  if (!isRecord(value)) return false;
  const { episode, question, intent } = value;
  return isCount(episode) && isCount(question) && typeof intent === 'string' && intent.length <= maxIdLength;
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function areAttachments(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxAttachments) return false;
  return value.every((type) => typeof type === 'string' && mediaType.test(type));
}

function refused(code: string, message: string): Parsed<WebChatSaid> {
  return { kind: 'refused', code, message };
}
