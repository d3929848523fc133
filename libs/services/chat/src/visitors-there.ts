import { randomUUID } from 'node:crypto';
import type { ConversationRef } from '@parley/ports';
import type { ChatPorts } from './chat-ports.ts';

/** An open stream is noted again this often, ms: where Redis lost it, it is there again after that. */
const noteEveryMs = 20_000;
/** What is left of a process that died is gone after this time, ms. */
const ttlMs = 60_000;

type Ports = Pick<ChatPorts, 'presence' | 'directory' | 'now'>;

/** Notes that a visitor is there, with a stream of this process open, until the answered function is called. */
export function noteVisitor({ presence, now }: Ports, { tenant, conversation }: ConversationRef): () => void {
  const session = { tenant, conversation, session: randomUUID() };
  const note = (): void => void presence.note(session, now(), ttlMs);
  note();
  const timer = setInterval(note, noteEveryMs);
  return () => {
    clearInterval(timer);
    void presence.leave(session);
  };
}

/** Whether a visitor is there now, by any process; undefined = nobody can say, or the channel has no open streams. */
export async function isVisitorThere(
  { presence, directory }: Ports,
  { tenant, conversation, connection }: ConversationRef & { readonly connection: string },
): Promise<boolean | undefined> {
  const known = directory.peek(connection) ?? (await directory.find(connection).catch(() => null));
  if (known?.channel !== 'web-chat') return undefined;
  const sessions = await presence.present({ tenant, conversation });
  return sessions === null ? undefined : sessions.length > 0;
}
