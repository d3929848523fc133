import type { Stimulus } from '@parley/message';
import type { ChannelIntake, ChannelRequest } from '@parley/ports';
import { EventLogUnavailable, RecordsRefused } from '@parley/ports';
import type { ConnectionDirectory, KnownConnection } from '@parley/service-kit';
import type { Answering } from './answering.ts';
import { appendStimuli } from './append-stimuli.ts';
import type { Backlog } from './backlog.ts';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';
import { limitRate } from './limit-rate.ts';
import { quarantineBody } from './quarantine-body.ts';

export type ReceiveAnswer =
  | { readonly kind: 'durable'; readonly eventIds: readonly string[] }
  | { readonly kind: 'quarantined' }
  | { readonly kind: 'unknown-connection' | 'forged' | 'stale' | 'foreign-origin' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'flood' | 'busy'; readonly retryInMs: number };

export interface ReceiveStimulus {
  readonly ports: ChatPorts;
  readonly config: ChatConfig;
  readonly directory: ConnectionDirectory;
  readonly backlog: Backlog;
  readonly answering: Answering;
}

const todo =
  'Messages are refused until they can be written again; nothing acknowledged is lost. If the disk is full, free some space.';

/** Takes a channel's request: verify · parse · normalise · seal · append. Answers `durable` only when it is. */
export async function receiveStimulus(
  self: ReceiveStimulus,
  channel: string,
  request: ChannelRequest,
): Promise<ReceiveAnswer> {
  const { ports, config, directory, backlog } = self;
  const now = ports.now();

  // 1 Whose connection is it? And can anything be promised now?
  const connection = directory.peek(request.connection) ?? (await directory.find(request.connection));
  const intake = ports.intakes.find((candidate) => candidate.channel === channel);
  if (!connection || connection.channel !== channel || !intake) return { kind: 'unknown-connection' };

  // 2 Is it genuine, and what does it say?
  const read = await readRequest(self, intake, connection, request, now);
  if (!('stimuli' in read)) return read;
  const retryInMs = backlog.refusal();
  if (retryInMs !== null) return { kind: 'busy', retryInMs };

  // 3 Over the rate it is still taken, but without a turn; a flood is not taken.
  const limited = await limitRate(ports, config, read.stimuli, now);
  if (limited.kind === 'flood') return limited;

  // 4 Durable, then acknowledged.
  for (const { conversation } of limited.stimuli) self.answering.begin(conversation);
  try {
    await appendStimuli(ports, config, limited.stimuli);
  } catch (error) {
    for (const { conversation } of limited.stimuli) self.answering.settle(conversation);
    if (error instanceof EventLogUnavailable) {
      if (backlog.complains(now)) ports.warn('log.unavailable', { why: error.message, todo });
      return { kind: 'busy', retryInMs: 1_000 };
    }
    if (error instanceof RecordsRefused)
      return { kind: 'refused', code: 'message.unstorable', message: 'This message cannot be kept as it is.' };
    throw error;
  }
  return { kind: 'durable', eventIds: limited.stimuli.map(({ eventId }) => eventId) };
}

async function readRequest(
  { ports, config }: ReceiveStimulus,
  intake: ChannelIntake,
  { tenant, settings }: KnownConnection,
  request: ChannelRequest,
  now: number,
): Promise<ReceiveAnswer | { readonly stimuli: readonly Stimulus[] }> {
  const credentials = { idKey: await ports.keyring.idKey(tenant), settings, ownOrigins: config.ownOrigins };
  const verified = intake.verify(request, credentials, now);
  if (verified.kind !== 'genuine') return verified;
  const parsed = intake.parse(request);
  if (parsed.kind === 'refused') return parsed;
  if (parsed.kind === 'unknown-shape') {
    await quarantineBody(ports, { tenant, connection: request.connection, reason: parsed.reason }, request.body, now);
    return { kind: 'quarantined' };
  }
  const { connection } = request;
  const { conversation, user } = verified;
  const address = { tenant, connection, conversation, user, receivedAt: now };
  return { stimuli: intake.normalise(parsed.said, address) };
}
