import type { StimulusBody } from '@parley/message';
import { wellFormed } from '@parley/message';
import type { ChannelAddress, Heard } from '@parley/ports';
import type { WebChatSaid } from './parse.ts';

/** Opening is one event, however often a page is loaded. No client id has a space, so none can be taken for it. */
const openedEvent = 'web: opened';

/**
 * What is known of the person goes with everything they say, for whatever begins an episode.
 * `web:` is ours, so an id that reads like another source's stays harmless; and it counts only inside the
 * conversation that the token is bound to.
 */
export function normaliseWebChat(said: WebChatSaid, address: ChannelAddress): readonly Heard[] {
  const { tenant, connection, conversation, user, receivedAt } = address;
  if (conversation === null) throw new Error('A web chat request is always bound to a conversation.');
  const eventId = said.kind === 'opened' ? openedEvent : (`web:${said.id}` as const);
  const body = { ...bodyOf(said), ...(user !== null && { profile: { user } }) };
  return [{ stimulus: { eventId, tenant, connection, conversation, receivedAt, body } }];
}

function bodyOf(said: WebChatSaid): Extract<StimulusBody, { kind: 'opened' | 'message' }> {
  if (said.kind === 'opened') return said;
  const { text, language, button, attachments } = said;
  return {
    kind: 'message',
    text: wellFormed(text),
    ...(language !== undefined && { language }),
    ...(button && { button: { ...button, intent: wellFormed(button.intent) } }),
    ...(attachments && { attachments }),
  };
}
