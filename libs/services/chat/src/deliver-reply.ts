import type { MessageRow } from '@parley/conversation';
import type { Channel, DeliveryStatus, OutboundReply } from '@parley/ports';
import { failpoint } from '@parley/service-kit';
import type { DeliverPorts, WaitingReply } from './deliver-replies.ts';
import { isSuppressed } from './suppression.ts';

type State = DeliveryStatus['state'];

export type Delivered =
  /** Terminal: `kept` resolves when the status row is. */
  | { readonly kind: 'terminal'; readonly kept: Promise<void> }
  /** Not now: try again after this long. */
  | { readonly kind: 'later'; readonly retryInMs: number }
  /** Somebody else is at it, and so is what comes after it. */
  | { readonly kind: 'left' };

/** Tries once to send a reply. */
export async function deliverReply(self: DeliverPorts, reply: WaitingReply): Promise<Delivered> {
  const { ports, statuses } = self;
  const { row } = reply;
  const channel = await channelOf(self, row.connection);
  const message = reply.message ?? (await readMessage(self, reply));
  const kept = (state: State, vendorId: string | null = null): Delivered => {
    const { tenant, conversation } = row;
    const at = ports.now();
    return { kind: 'terminal', kept: statuses.add({ tenant, conversation, reply: row.reply, state, vendorId, at }) };
  };
  if (!channel) return kept('failed');

  // 1 Where sending twice would show twice, an attempt is claimed first.
  if (!channel.deduplicates && !(await claim(self, reply))) return { kind: 'left' };

  // 2 Is it still wanted? Read at the last moment.
  if (!message || (await isUnwanted(self, channel, reply, message))) return kept('suppressed');

  // 3 Out, and marked.
  failpoint('chat.before-send');
  const answer = await channel.send(toOutbound(reply, message));
  failpoint('chat.after-send');
  if (answer.kind === 'sent') return kept('sent', answer.vendorId);
  if (answer.kind === 'later') return answer;
  ports.warn('delivery.failed', { reply: row.reply, reason: answer.reason });
  return kept('failed');
}

async function channelOf({ ports, directory }: DeliverPorts, connection: string): Promise<Channel | undefined> {
  const known = directory.peek(connection) ?? (await directory.find(connection));
  return ports.channels.find(({ name }) => name === known?.channel);
}

async function readMessage({ ports }: DeliverPorts, { row }: WaitingReply): Promise<MessageRow | null> {
  const [message] = await ports.messages.after(row, row.number - 1, 1);
  return message?.number === row.number ? message : null;
}

async function claim({ ports, config }: DeliverPorts, reply: WaitingReply): Promise<boolean> {
  const { tenant, conversation, reply: id } = reply.row;
  const now = ports.now();
  reply.attempts += 1;
  const times = { claimedAt: now, claimedUntil: now + config.sendClaimMs };
  return ports.deliveries.claim({ tenant, conversation, reply: id, attempt: reply.attempts, ...times });
}

/** Pages that read the messages themselves need no muzzle: what is not to be seen is not among the messages. */
async function isUnwanted(
  { ports }: DeliverPorts,
  channel: Channel,
  { row }: WaitingReply,
  message: MessageRow,
): Promise<boolean> {
  if (channel.deduplicates) return false;
  return isSuppressed(row, message, await ports.conversations.get(row));
}

function toOutbound({ row }: WaitingReply, { text, choices, from }: MessageRow): OutboundReply {
  const { tenant, connection, conversation, reply, number } = row;
  return { tenant, connection, conversation, reply, number, from: from === 'agent' ? 'agent' : 'bot', text, choices };
}
