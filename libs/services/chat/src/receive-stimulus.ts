import type { Ack, ChannelIntake, ChannelRequest, Heard } from '@parley/ports';
import { nativeKeyedHashHex, type ConnectionDirectory, type KnownConnection } from '@parley/service-kit';
import type { ConnectionSecrets } from './connection-secrets.ts';
import type { HealthNotes } from './health-notes.ts';
import { quarantineBody } from './quarantine-body.ts';
import { readHeard } from './read-heard.ts';
import { takeStimuli, type TakeAnswer, type TakeStimuli } from './take-stimuli.ts';

export type ReceiveAnswer =
  | Exclude<TakeAnswer, { kind: 'durable' }>
  | { readonly kind: 'durable'; readonly eventIds: readonly string[]; readonly ack?: Ack }
  | { readonly kind: 'quarantined'; readonly ack?: Ack }
  | {
      readonly kind: 'unknown-connection' | 'forged' | 'stale' | 'forged-request' | 'stale-request' | 'foreign-origin';
    }
  /** Nothing is taken, and nothing lost: vendors send it again. */
  | { readonly kind: 'paused'; readonly retryInMs: number };

export interface ReceiveStimulus extends TakeStimuli {
  readonly directory: ConnectionDirectory;
  readonly secrets: ConnectionSecrets;
  readonly health: HealthNotes;
}

/** A request that has arrived: whose it is, who reads it, and when it came. */
interface Arrived {
  readonly intake: ChannelIntake;
  readonly connection: KnownConnection;
  readonly request: ChannelRequest;
  readonly now: number;
}

/** What a genuine request is bound to. */
interface Bound {
  readonly conversation: string | null;
  readonly user: string | null;
}

/** A vendor that is told to come again does so for hours. */
const pausedRetryMs = 60_000;
const emptyAck: Ack = { contentType: 'text/plain; charset=utf-8', body: '' };

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
  const arrived = { intake, connection, request, now };
  const read = await readRequest(self, arrived);
  if (!('heard' in read)) return read;

  // 3 Durable, then acknowledged. What a vendor sent and cannot be kept is not sent for again.
  const taken = await takeStimuli(self, read.heard, now);
  if (taken.kind === 'refused' && intake.acknowledges === 'with-nothing') {
    return setAside(self, arrived, read.bound, 'it cannot be kept as it is');
  }
  return taken.kind === 'durable' ? { kind: 'durable', eventIds: taken.eventIds, ...ackOf(intake) } : taken;
}

async function readRequest(
  self: ReceiveStimulus,
  arrived: Arrived,
): Promise<ReceiveAnswer | { readonly heard: readonly Heard[]; readonly bound: Bound }> {
  const { ports, config, secrets, health } = self;
  const { intake, connection, request, now } = arrived;
  const { tenant, settings } = connection;
  const idKey = await ports.keyring.idKey(tenant);
  const known = await secrets.of(connection, intake.secrets);
  const verified = intake.verify(request, { idKey, settings, secrets: known, ownOrigins: config.ownOrigins }, now);
  if (verified.kind !== 'genuine') return { kind: refusalOf(intake, verified.kind) };

  const bound = { conversation: verified.conversation, user: verified.user };
  const { connection: id } = request;
  const address = { tenant, connection: id, idKey, keyedHash: nativeKeyedHashHex, ...bound, receivedAt: now };
  const read = readHeard(ports, intake, request, address);
  if (read.kind === 'refused') return read;
  if (read.kind === 'noted') {
    if (read.news?.kind === 'verified') health.note(connection, 'verified');
    if (read.news?.kind === 'trouble') health.note(connection, 'error', read.news.reason);
    return { kind: 'durable', eventIds: [], ...(read.ack ? { ack: read.ack } : ackOf(intake)) };
  }
  health.note(connection, 'inbound');
  return read.kind === 'heard' ? { heard: read.heard, bound } : setAside(self, arrived, bound, read.reason);
}

async function setAside(
  { ports }: ReceiveStimulus,
  { intake, connection, request, now }: Arrived,
  bound: Bound,
  reason: string,
): Promise<ReceiveAnswer> {
  await quarantineBody(ports, { tenant: connection.tenant, reason, ...bound }, request, now);
  return { kind: 'quarantined', ...ackOf(intake) };
}

function ackOf({ acknowledges }: ChannelIntake): { readonly ack?: Ack } {
  return acknowledges === 'with-nothing' ? { ack: emptyAck } : {};
}

function refusalOf({ acknowledges }: ChannelIntake, kind: 'forged' | 'stale' | 'foreign-origin') {
  if (acknowledges === 'with-ids' || kind === 'foreign-origin') return kind;
  return kind === 'forged' ? 'forged-request' : 'stale-request';
}
