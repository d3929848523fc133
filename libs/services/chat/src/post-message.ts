import type { Outcome } from '@parley/contracts';
import { conversationId, wellFormed, type StimulusBody } from '@parley/message';
import type { OutcomeWaiters } from './outcome-waiters.ts';
import type { ReceiveStimulus } from './receive-stimulus.ts';
import { takeStimuli, type TakeAnswer } from './take-stimuli.ts';

export interface PostMessage extends ReceiveStimulus {
  readonly waiters: OutcomeWaiters;
}

export interface MessageToPost {
  readonly tenant: string;
  /** undefined = a new one on `connection`. */
  readonly conversation?: string | undefined;
  readonly connection?: string | undefined;
  readonly id: string;
  readonly text: string;
  readonly language?: string | undefined;
  /** 0 = not at all. */
  readonly waitMs: number;
}

export type PostAnswer =
  | Exclude<TakeAnswer, { kind: 'durable' }>
  | { readonly kind: 'unknown-conversation' | 'unknown-connection' | 'connection-paused' | 'begins-there' }
  /** `outcome` null = it is not settled yet. */
  | {
      readonly kind: 'posted';
      readonly conversation: string;
      readonly eventId: string;
      readonly outcome: Outcome | null;
    };

/** A message of the person, by program: appended like anything else, then its settling is awaited (DURABILITY 26). */
export async function postMessage(self: PostMessage, message: MessageToPost): Promise<PostAnswer> {
  const { ports, waiters } = self;
  const { tenant, id, text, language, waitMs } = message;
  // 1 Where does it go?
  const place = await placeOf(self, message);
  if ('kind' in place) return place;
  const { conversation, connection } = place;
  // 2 Whoever waits begins to before it is there.
  const eventId = `api:message:${id}` as const;
  const settled = waitMs > 0 ? waiters.expectSettled({ tenant, conversation }, eventId, waitMs) : null;
  // 3 Durable.
  const body: StimulusBody = { kind: 'message', text: wellFormed(text), ...(language !== undefined && { language }) };
  const receivedAt = ports.now();
  const stimulus = { tenant, conversation, connection, eventId, receivedAt, body };
  const taken = await takeStimuli(self, [{ stimulus }], receivedAt);
  if (taken.kind !== 'durable') return taken;
  return { kind: 'posted', conversation, eventId, outcome: await settled };
}

type Place = { readonly conversation: string; readonly connection: string };

async function placeOf(
  self: PostMessage,
  { tenant, conversation, connection, id }: MessageToPost,
): Promise<Place | Extract<PostAnswer, { kind: `unknown-${string}` | 'connection-paused' | 'begins-there' }>> {
  const summary = conversation === undefined ? null : await self.ports.conversations.get({ tenant, conversation });
  if (conversation !== undefined && summary === null) return { kind: 'unknown-conversation' };
  const by = summary?.connection ?? connection ?? '';
  const line = await self.directory.find(by);
  if (line?.tenant !== tenant) return { kind: 'unknown-connection' };
  if (line.paused) return { kind: 'connection-paused' };
  if (conversation !== undefined) return { conversation, connection: by };
  const channel = self.ports.channels.find(({ name }) => name === line.channel);
  if (channel?.needsPlace === true) return { kind: 'begins-there' };
  // The same request makes the same conversation, however often it comes.
  const idKey = await self.ports.keyring.idKey(tenant);
  return { conversation: conversationId(idKey, tenant, by, `api ${id}`), connection: by };
}
