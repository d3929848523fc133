import type { Stimulus } from '@parley/message';
import type { ChannelIntake, ChannelRequest } from '@parley/ports';
import type { ConnectionDirectory, KnownConnection } from '@parley/service-kit';
import { quarantineBody } from './quarantine-body.ts';
import { takeStimuli, type TakeAnswer, type TakeStimuli } from './take-stimuli.ts';

export type ReceiveAnswer =
  | TakeAnswer
  | { readonly kind: 'quarantined' }
  | { readonly kind: 'unknown-connection' | 'forged' | 'stale' | 'foreign-origin' }
  /** Nothing is taken, and nothing lost: vendors send it again. */
  | { readonly kind: 'paused'; readonly retryInMs: number };

export interface ReceiveStimulus extends TakeStimuli {
  readonly directory: ConnectionDirectory;
}

/** A vendor that is told to come again does so for hours. */
const pausedRetryMs = 60_000;

/** Takes a channel's request: verify · parse · normalise · seal · append. Answers `durable` only when it is. */
export async function receiveStimulus(
  self: ReceiveStimulus,
  channel: string,
  request: ChannelRequest,
): Promise<ReceiveAnswer> {
  const { ports, directory } = self;
  const now = ports.now();

  // 1 Whose connection is it, and does it take anything?
  const connection = directory.peek(request.connection) ?? (await directory.find(request.connection));
  const intake = ports.intakes.find((candidate) => candidate.channel === channel);
  if (!connection || connection.channel !== channel || !intake) return { kind: 'unknown-connection' };
  if (connection.paused) return { kind: 'paused', retryInMs: pausedRetryMs };

  // 2 Is it genuine, and what does it say?
  const read = await readRequest(self, intake, connection, request, now);
  if (!('stimuli' in read)) return read;

  // 3 Durable, then acknowledged.
  return takeStimuli(self, read.stimuli, now);
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
    const { conversation, user } = verified;
    await quarantineBody(ports, { tenant, reason: parsed.reason, conversation, user }, request, now);
    return { kind: 'quarantined' };
  }
  const { connection } = request;
  const { conversation, user } = verified;
  const address = { tenant, connection, conversation, user, receivedAt: now };
  return { stimuli: intake.normalise(parsed.said, address) };
}
