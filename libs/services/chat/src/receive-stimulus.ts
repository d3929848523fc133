import type { Stimulus } from '@parley/message';
import type { Ack, ChannelIntake, ChannelRequest, Heard, Parsed } from '@parley/ports';
import { EventLogUnavailable, RecordsRefused } from '@parley/ports';
import type { ConnectionDirectory, KnownConnection } from '@parley/service-kit';
import type { Answering } from './answering.ts';
import { appendStimuli } from './append-stimuli.ts';
import type { Backlog } from './backlog.ts';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import type { HealthNotes } from './health-notes.ts';
import { limitRate } from './limit-rate.ts';
import type { PlaceBook } from './place-book.ts';
import { quarantineBody } from './quarantine-body.ts';

export type ReceiveAnswer =
  | { readonly kind: 'durable'; readonly eventIds: readonly string[]; readonly ack?: Ack }
  | { readonly kind: 'quarantined'; readonly ack?: Ack }
  | {
      readonly kind: 'unknown-connection' | 'forged' | 'stale' | 'forged-request' | 'stale-request' | 'foreign-origin';
    }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'flood' | 'busy'; readonly retryInMs: number };

export interface ReceiveStimulus {
  readonly ports: ChatPorts;
  readonly config: ChatConfig;
  readonly directory: ConnectionDirectory;
  readonly secrets: ConnectionSecrets;
  readonly places: PlaceBook;
  readonly health: HealthNotes;
  readonly backlog: Backlog;
  readonly answering: Answering;
}

/** A request that has arrived: whose it is, who reads it, and when it came. */
interface Arrived {
  readonly intake: ChannelIntake;
  readonly connection: KnownConnection;
  readonly request: ChannelRequest;
  readonly now: number;
}

const todo =
  'Messages are refused until they can be written again; nothing acknowledged is lost. If the disk is full, free some space.';
const emptyAck: Ack = { contentType: 'text/plain; charset=utf-8', body: '' };

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
  const arrived = { intake, connection, request, now };
  const read = await readRequest(self, arrived);
  if (!('heard' in read)) return read;
  const retryInMs = backlog.refusal();
  if (retryInMs !== null) return { kind: 'busy', retryInMs };
  const heard = await ourBusiness(self, read.heard);

  // 3 Over the rate it is still taken, but without a turn; a flood is not taken.
  const stimuli = heard.map(({ stimulus }) => stimulus);
  const limited = await limitRate(ports, config, stimuli, now);
  if (limited.kind === 'flood') return limited;

  // 4 Durable, then acknowledged.
  return (await keep(self, arrived, heard, limited.stimuli)) ?? durable(intake, limited.stimuli);
}

async function readRequest(
  self: ReceiveStimulus,
  arrived: Arrived,
): Promise<ReceiveAnswer | { readonly heard: readonly Heard[] }> {
  const { ports, config, secrets, health } = self;
  const { intake, connection, request, now } = arrived;
  const { tenant, settings } = connection;
  const idKey = await ports.keyring.idKey(tenant);
  const known = await secrets.of(connection, intake.secrets);
  const verified = intake.verify(request, { idKey, settings, secrets: known, ownOrigins: config.ownOrigins }, now);
  if (verified.kind !== 'genuine') return { kind: refusalOf(intake, verified.kind) };

  const { conversation, user } = verified;
  const address = { tenant, connection: request.connection, idKey, conversation, user, receivedAt: now };
  const parsed = guarded(self, arrived, () => intake.parse(request));
  if (parsed.kind === 'refused') return parsed;
  if (parsed.kind === 'noted') {
    if (parsed.news?.kind === 'verified') health.note(connection, 'verified');
    if (parsed.news?.kind === 'trouble') health.note(connection, 'error', parsed.news.reason);
    return { kind: 'durable', eventIds: [], ...(parsed.ack ? { ack: parsed.ack } : ackOf(intake)) };
  }
  health.note(connection, 'inbound');
  if (parsed.kind === 'unknown-shape') return setAside(self, arrived, parsed.reason);
  const normalised = guarded(self, arrived, () => ({
    kind: 'said',
    said: intake.normalise(parsed.said, address),
  }));
  return normalised.kind === 'said' ? { heard: normalised.said } : setAside(self, arrived, 'it could not be read');
}

/** A vendor that sends what we fail to read is not told so: it would send it again, and in the end stop sending. */
function guarded<Said>({ ports }: ReceiveStimulus, { intake, connection }: Arrived, read: () => Parsed<Said>) {
  try {
    return read();
  } catch (error) {
    if (intake.acknowledges === 'with-ids') throw error;
    ports.warn('channel.unreadable', { connection: connection.connection, error: String(error) });
    return { kind: 'unknown-shape', reason: 'it could not be read' } as const;
  }
}

async function setAside(
  { ports }: ReceiveStimulus,
  { intake, connection, request, now }: Arrived,
  reason: string,
): Promise<ReceiveAnswer> {
  const from = { tenant: connection.tenant, connection: request.connection, reason };
  await quarantineBody(ports, from, request.body, now);
  return { kind: 'quarantined', ...ackOf(intake) };
}

/** Without what was said where nobody called us. */
async function ourBusiness({ places }: ReceiveStimulus, heard: readonly Heard[]): Promise<readonly Heard[]> {
  if (heard.every(({ onlyIfPlaced }) => onlyIfPlaced !== true)) return heard;
  const isOurs = await Promise.all(
    heard.map(async ({ stimulus, onlyIfPlaced }) => onlyIfPlaced !== true || (await places.find(stimulus)) !== null),
  );
  return heard.filter((_, index) => isOurs[index]);
}

/** null = all of it is durable. */
async function keep(
  self: ReceiveStimulus,
  arrived: Arrived,
  heard: readonly Heard[],
  stimuli: readonly Stimulus[],
): Promise<ReceiveAnswer | null> {
  const { ports, config, backlog, answering, places } = self;
  if (stimuli.length === 0) return null;
  for (const { conversation } of stimuli) answering.begin(conversation);
  try {
    // Before the append: a reply may be on its way as soon as that is done.
    await places.note(heard);
    await appendStimuli(ports, config, stimuli);
    return null;
  } catch (error) {
    for (const { conversation } of stimuli) answering.settle(conversation);
    if (error instanceof EventLogUnavailable) {
      if (backlog.complains(arrived.now)) ports.warn('log.unavailable', { why: error.message, todo });
      return { kind: 'busy', retryInMs: 1_000 };
    }
    if (!(error instanceof RecordsRefused)) throw error;
    if (arrived.intake.acknowledges === 'with-nothing') return setAside(self, arrived, 'it cannot be kept as it is');
    return { kind: 'refused', code: 'message.unstorable', message: 'This message cannot be kept as it is.' };
  }
}

function durable(intake: ChannelIntake, stimuli: readonly Stimulus[]): ReceiveAnswer {
  return { kind: 'durable', eventIds: stimuli.map(({ eventId }) => eventId), ...ackOf(intake) };
}

function ackOf({ acknowledges }: ChannelIntake): { readonly ack?: Ack } {
  return acknowledges === 'with-nothing' ? { ack: emptyAck } : {};
}

function refusalOf({ acknowledges }: ChannelIntake, kind: 'forged' | 'stale' | 'foreign-origin') {
  if (acknowledges === 'with-ids' || kind === 'foreign-origin') return kind;
  return kind === 'forged' ? 'forged-request' : 'stale-request';
}
