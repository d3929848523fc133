import type { ChannelCredentials, ChannelIntake, ChannelRequest, Verification } from '@parley/ports';
import { normaliseWebChat } from './normalise.ts';
import { parseWebChat } from './parse.ts';
import type { WebChatSaid } from './parse.ts';
import { isOriginAllowed, readSettings } from './settings.ts';
import { verifyVisitorToken } from './visitor-token.ts';

/** The way in of the web chat: a visitor's token, from a page that the connection allows. */
export const webChatIntake: ChannelIntake<WebChatSaid> = {
  channel: 'web-chat',
  secrets: [],
  acknowledges: 'with-ids',
  verify: verifyWebChat,
  parse: parseWebChat,
  normalise: normaliseWebChat,
};

function verifyWebChat(request: ChannelRequest, credentials: ChannelCredentials, now: number): Verification {
  const { idKey, settings, ownOrigins } = credentials;
  const token = /^Bearer (\S+)$/.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined) return { kind: 'forged' };
  const answer = verifyVisitorToken(idKey, request.connection, token, now);
  if (answer.kind !== 'genuine') return answer;
  const allowed = isOriginAllowed(readSettings(settings), request.headers['origin'], ownOrigins);
  return allowed ? answer : { kind: 'foreign-origin' };
}
