import type { ConversationSummary, DeliveryRow, MessageRow, Projection } from '@parley/conversation';
import type { ConversationRef, NewEntry, NewOperation } from './journal.ts';

/** A tenant's conversation that no other test uses. */
export function newConversation(tenant = 'acme'): ConversationRef {
  counter += 1;
  return { tenant, conversation: `c${String(counter).padStart(6, '0')}` };
}
let counter = 0;

/** The entry at `seq` of a conversation whose entries are all made here: it chains to the one before. */
export function entryAt(ref: ConversationRef, seq: number, changes: Partial<NewEntry> = {}): NewEntry {
  const eventId = changes.eventId ?? `web:${ref.conversation}-${seq}`;
  return {
    tenant: ref.tenant,
    conversation: ref.conversation,
    connection: 'k1',
    seq,
    eventId,
    generation: 1,
    body: bytes(`body of ${eventId}`),
    bodyHash: hashAt(ref, seq),
    previousHash: seq === 1 ? new Uint8Array(32) : hashAt(ref, seq - 1),
    snapshot: bytes(`snapshot ${seq}`),
    settles: [],
    outcome: 'taken',
    now: 1_000 + seq,
    wakeUpAt: null,
    opens: [],
    closes: [],
    rider: null,
    ...changes,
  };
}

/** Not a real hash: any 32 bytes that tell entries apart. */
export function hashAt(ref: ConversationRef, seq: number): Uint8Array {
  return bytes(`${ref.tenant}/${ref.conversation}/${seq}`.padEnd(32, '.').slice(0, 32));
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Bytes as text, so that a Buffer and a Uint8Array compare. */
export function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex');
}

export function operationOf(ref: ConversationRef, seq: number, changes: Partial<NewOperation> = {}): NewOperation {
  return {
    operation: `${ref.conversation}:${seq}:0`,
    index: 0,
    adapter: 'demo-bank',
    attempts: 3,
    timeoutMs: 2_000,
    backoffMs: 500,
    deadline: 60_000,
    ...changes,
  };
}

export function messageRow(ref: ConversationRef, number: number, changes: Partial<MessageRow> = {}): MessageRow {
  return {
    ...refOf(ref),
    number,
    seq: number,
    from: 'person',
    text: `message ${number}`,
    choices: [],
    eventId: `web:${number}`,
    at: 1_000 + number,
    ...changes,
  };
}

export function deliveryRow(ref: ConversationRef, number: number, changes: Partial<DeliveryRow> = {}): DeliveryRow {
  const reply = `${ref.conversation}:${number}:0`;
  return { ...refOf(ref), connection: 'k1', reply, number, epoch: 0, createdAt: 1_000 + number, ...changes };
}

export function summaryAt(
  ref: ConversationRef,
  seq: number,
  changes: Partial<ConversationSummary> = {},
): ConversationSummary {
  return {
    ...refOf(ref),
    connection: 'k1',
    seq,
    episode: 1,
    flow: 'f'.repeat(64),
    language: 'en',
    status: 'bot',
    states: ['greeting', 'ask.amount'],
    lastMessage: seq,
    firstMessage: 1,
    epoch: 0,
    updatedAt: 1_000 + seq,
    ...changes,
  };
}

function refOf({ tenant, conversation }: ConversationRef): ConversationRef {
  return { tenant, conversation };
}

/** What chat makes of the entry at `seq`: a message and the reply to it. */
export function projectionAt(ref: ConversationRef, seq: number): Projection {
  const number = seq * 2;
  return {
    summary: summaryAt(ref, seq, { lastMessage: number }),
    messages: [
      messageRow(ref, number - 1, { seq, text: 'send “200” to Ann\n☃' }),
      messageRow(ref, number, {
        seq,
        from: 'bot',
        choices: [{ label: 'Yes', intent: 'yes', episode: 1, question: 2 }],
      }),
    ],
    deliveries: [deliveryRow(ref, number)],
    erases: false,
  };
}
