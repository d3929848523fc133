import type { Choice } from '@parley/conversation';

/** A message as the server tells it. */
export interface ServerMessage {
  /** Gapless from 1: the reader's watermark. */
  readonly number: number;
  readonly from: 'person' | 'bot' | 'agent';
  readonly text: string;
  readonly choices: readonly Choice[];
  /** ms since the epoch. */
  readonly at: number;
  /** The id under which this visitor sent it. */
  readonly clientId?: string;
}

/** A message of this visitor's that the server has not shown back yet. */
export interface PendingMessage {
  readonly id: string;
  readonly text: string;
  readonly button?: { readonly episode: number; readonly question: number; readonly intent: string };
  /** Media types of what is not text. */
  readonly attachments?: readonly string[];
  readonly at: number;
  /** Why the server will never take it; absent while it is on its way. */
  readonly refused?: string;
}

export interface ShownConversation {
  readonly messages: readonly ServerMessage[];
  readonly pending: readonly PendingMessage[];
}

/** Adds what the server told: numbers already shown are passed over, an own message takes the place of its echo. */
export function take(shown: ShownConversation, told: readonly ServerMessage[]): ShownConversation {
  const last = lastNumber(shown);
  const fresh = told.filter((message) => message.number > last);
  if (fresh.length === 0) return shown;
  const arrived = new Set(fresh.map((message) => message.clientId));
  return {
    messages: [...shown.messages, ...fresh],
    pending: shown.pending.filter((message) => !arrived.has(message.id)),
  };
}

/** The watermark: everything up to this number is shown. */
export function lastNumber(shown: ShownConversation): number {
  return shown.messages.at(-1)?.number ?? 0;
}

/** The newest message, if its choices can still be pressed: nothing was said after them. */
export function openChoices(shown: ShownConversation): readonly Choice[] {
  return shown.pending.length === 0 ? (shown.messages.at(-1)?.choices ?? []) : [];
}
