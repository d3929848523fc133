import type { ChatMessage, ReadMessagesResponse } from '@parley/contracts';

/** A message as visitors and agents read it. */
export interface MessageView {
  readonly number: number;
  readonly from: 'person' | 'bot' | 'agent';
  readonly text: string;
  readonly choices: ChatMessage['choices'];
  readonly at: number;
  /** The id that the visitor's page gave it. */
  readonly clientId?: string;
}

export function viewMessage({ number, from, text, choices, at, eventId }: ChatMessage): MessageView {
  const view = { number, from: from as MessageView['from'], text, choices, at };
  const clientId = from === 'person' ? /^(?:web|api):(.+)$/s.exec(eventId)?.[1] : undefined;
  return clientId === undefined ? view : { ...view, clientId };
}

export function viewPage({ messages, last, status, typing }: ReadMessagesResponse): object {
  return { messages: messages.map(viewMessage), last, status, typing };
}
