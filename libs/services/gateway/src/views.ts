import type {
  ChatMessage,
  Connection,
  GetConnectionHealthResponse,
  JournalEntry,
  ReadMessagesResponse,
} from '@parley/contracts';

const utf8 = new TextDecoder();

/** A message as visitors and agents read it. */
export interface MessageView {
  readonly number: number;
  readonly from: string;
  readonly text: string;
  readonly choices: ChatMessage['choices'];
  readonly at: number;
  /** The id that the visitor's page gave it. */
  readonly clientId?: string;
}

export function viewMessage({ number, from, text, choices, at, eventId }: ChatMessage): MessageView {
  const view = { number, from, text, choices, at };
  return from === 'person' && eventId.startsWith('web:') ? { ...view, clientId: eventId.slice(4) } : view;
}

export function viewPage({ messages, last, status, typing }: ReadMessagesResponse): object {
  return { messages: messages.map(viewMessage), last, status, typing };
}

/** An entry with its trace; `entry` is null once its key is destroyed. */
export function viewEntry({ seq, entryJson, traceJson, states, stepMicros }: JournalEntry): object {
  return { seq, entry: readJson(entryJson) ?? null, trace: readJson(traceJson) ?? [], states, stepMicros };
}

export function viewConnection({ connection, channel, flow, settingsJson, createdAt }: Connection): object {
  return { connection, channel, flow, settings: readJson(settingsJson) ?? {}, createdAt };
}

/** Times in ms since the epoch; null = never yet. */
export function viewHealth(health: GetConnectionHealthResponse): object {
  const { lastInboundAt, verifiedAt, lastOutboundAt, lastErrorAt, lastError } = health;
  return {
    lastInboundAt: lastInboundAt ?? null,
    verifiedAt: verifiedAt ?? null,
    lastOutboundAt: lastOutboundAt ?? null,
    lastError: lastErrorAt === undefined ? null : { at: lastErrorAt, what: lastError },
  };
}

function readJson(bytes: Uint8Array): unknown {
  return bytes.length === 0 ? undefined : JSON.parse(utf8.decode(bytes));
}
