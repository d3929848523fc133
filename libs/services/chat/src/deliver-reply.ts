import type { MessageRow } from '@parley/conversation';
import type { Channel, ChannelAccess, DeliveryStatus, NotNow, OutboundReply } from '@parley/ports';
import type { KnownConnection } from '@parley/service-kit';
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

/** Where a reply goes, and with what. */
interface Way {
  readonly channel: Channel;
  readonly access: ChannelAccess;
  readonly outbound: OutboundReply;
}

/** Tries once to send a reply. */
export async function deliverReply(self: DeliverPorts, reply: WaitingReply): Promise<Delivered> {
  const connection = await connectionOf(self, reply.row.connection);
  const channel = self.ports.channels.find(({ name }) => name === connection?.channel);
  if (!connection || !channel) return kept(self, reply, 'failed');
  const message = reply.message ?? (await readMessage(self, reply));
  if (!message) return kept(self, reply, 'suppressed');
  const way = await wayOf(self, connection, channel, reply, message);

  // 1 Does its place take anything now? Waiting costs no attempt.
  const pace = channel.pace(way.outbound);
  const waitMs = pace === null ? 0 : await self.gate.waitMs(reply.row, pace);
  if (waitMs > 0) return { kind: 'later', retryInMs: waitMs };

  // 2 Where sending twice would show twice, an attempt is claimed first; what may have been sent before is looked for.
  const ownUntil = channel.deduplicates ? Infinity : await claim(self, reply);
  if (ownUntil === null) return { kind: 'left' };
  if (!channel.deduplicates && reply.mayBeSent) {
    const found = await lookFor(self, reply, way);
    if (found) return found;
  }

  // 3 Is it still wanted? Read at the last moment.
  if (await isUnwanted(self, channel, reply, message)) return kept(self, reply, 'suppressed');

  // 4 Is the claim good still? Who slept over it was taken for dead, and somebody else is at it.
  if (self.ports.monotonic() >= ownUntil) return { kind: 'left' };

  // 5 Out, and marked.
  failpoint('chat.before-send');
  const answer = await channel.send(way.outbound, way.access);
  failpoint('chat.after-send');
  if (answer.kind === 'sent') return sent(self, reply, answer.vendorId);
  if (answer.kind === 'later') return notNow(self, reply, way, answer);
  self.ports.warn('delivery.failed', { reply: reply.row.reply, reason: answer.reason });
  self.health.note(reply.row, 'error', `not delivered: ${answer.reason}`);
  return kept(self, reply, 'failed');
}

/** What an earlier attempt left open is settled by looking; null = it was not sent, or nobody can know. */
async function lookFor(self: DeliverPorts, reply: WaitingReply, way: Way): Promise<Delivered | null> {
  failpoint('chat.before-find');
  const answer = await way.channel.find(way.outbound, way.access);
  failpoint('chat.after-find');
  if (answer.kind === 'found') return sent(self, reply, answer.vendorId);
  return answer.kind === 'later' ? notNow(self, reply, way, answer) : null;
}

async function notNow(self: DeliverPorts, reply: WaitingReply, way: Way, answer: NotNow): Promise<Delivered> {
  const { row } = reply;
  if (answer.why === 'lost') {
    reply.mayBeSent = true;
    reply.losses += 1;
    self.health.note(row, 'error', 'no answer from the vendor');
    const { ports, config } = self;
    if (ports.now() - row.createdAt > config.giveUpAfterMs) {
      ports.warn('delivery.failed', { reply: row.reply, reason: 'no answer from the vendor for too long' });
      return kept(self, reply, 'failed');
    }
    return { kind: 'later', retryInMs: Math.min(config.slowestRetryMs, answer.retryInMs * 2 ** (reply.losses - 1)) };
  }
  const pace = way.channel.pace(way.outbound);
  if (pace !== null) await self.gate.hold(row, pace, answer.retryInMs);
  return { kind: 'later', retryInMs: answer.retryInMs };
}

function sent(self: DeliverPorts, reply: WaitingReply, vendorId: string | null): Delivered {
  self.health.note(reply.row, 'outbound');
  return kept(self, reply, 'sent', vendorId);
}

function kept(
  { ports, statuses }: DeliverPorts,
  { row }: WaitingReply,
  state: State,
  vendorId: string | null = null,
): Delivered {
  const { tenant, conversation, reply } = row;
  return { kind: 'terminal', kept: statuses.add({ tenant, conversation, reply, state, vendorId, at: ports.now() }) };
}

async function connectionOf({ directory }: DeliverPorts, connection: string): Promise<KnownConnection | null> {
  return directory.peek(connection) ?? (await directory.find(connection));
}

async function readMessage({ ports }: DeliverPorts, { row }: WaitingReply): Promise<MessageRow | null> {
  const [message] = await ports.messages.after(row, row.number - 1, 1);
  return message?.number === row.number ? message : null;
}

/** Pages come to us: they have no place of their own to be found at. */
async function wayOf(
  { places, secrets }: DeliverPorts,
  connection: KnownConnection,
  channel: Channel,
  { row }: WaitingReply,
  message: MessageRow,
): Promise<Way> {
  const place = channel.deduplicates ? null : await places.find(row);
  const access = { settings: connection.settings, secrets: await secrets.of(connection, channel.secrets) };
  return { channel, access, outbound: toOutbound(row, message, place) };
}

/** Until when it is ours, by the clock that nobody sets; null = somebody else was first. */
async function claim({ ports, config }: DeliverPorts, reply: WaitingReply): Promise<number | null> {
  const { tenant, conversation, reply: id } = reply.row;
  const now = ports.now();
  const ownUntil = ports.monotonic() + config.sendClaimMs;
  reply.attempts += 1;
  const claimedUntil = now + config.sendClaimMs;
  const { attempts: attempt } = reply;
  const won = await ports.deliveries.claim({ tenant, conversation, reply: id, attempt, claimedAt: now, claimedUntil });
  return won ? ownUntil : null;
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

function toOutbound(
  { tenant, connection, conversation, reply, number, createdAt }: WaitingReply['row'],
  { text, choices, from }: MessageRow,
  place: string | null,
): OutboundReply {
  const by = from === 'agent' ? 'agent' : 'bot';
  return { tenant, connection, conversation, place, reply, number, createdAt, from: by, text, choices };
}
