import type { InboundStimulus, Outcome } from '@parley/contracts';
import { OutcomeKind, projectionFromWire } from '@parley/contracts';
import type { Projection } from '@parley/conversation';
import type { LogRecord, News } from '@parley/ports';
import type { Answering } from './answering.ts';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';
import type { DeliverReplies } from './deliver-replies.ts';
import type { HealthNotes } from './health-notes.ts';
import { indexMessages } from './index-messages.ts';
import type { KnownWords } from './known-words.ts';
import type { OutcomeWaiters } from './outcome-waiters.ts';
import { recordOutcome } from './record-outcome.ts';

/** A stimulus and what came of it. */
export interface SettledStimulus {
  readonly record: LogRecord;
  readonly outcome: Outcome;
  /** Absent where the stimulus wrote no entry. */
  readonly projection?: Projection;
}

export interface IngestStimulus {
  readonly ports: ChatPorts;
  readonly config: ChatConfig;
  readonly deliver: DeliverReplies;
  readonly waiters: OutcomeWaiters;
  readonly answering: Answering;
  readonly health: HealthNotes;
  readonly knownWords: KnownWords;
}

/**
 * Settles a batch of the log: one stimulus of each conversation, many conversations at once.
 * A rejection means that the same records come again: whatever was done already is found done.
 */
export async function ingestStimuli(self: IngestStimulus, batch: readonly LogRecord[]): Promise<void> {
  const { ports, config, deliver, waiters, answering, health } = self;

  // 1 The one commit.
  const { outcomes } = await ports.engine.advance({ stimuli: batch.map(toStimulus), withProjection: true });
  const settled = pair(batch, outcomes);

  // 2 Chat's rows, unless they rode along.
  await recordOutcome(ports, config, settled);

  // 3 Only hints from here on: losing them loses nothing.
  deliver.offer(settled.flatMap(({ projection }) => (projection ? [projection] : [])));
  for (const one of settled) {
    answering.settle(one.record.conversation, [one.record.eventId]);
    waiters.settle(one);
    ports.updates.publish(one.record.conversation, newsOf(one.projection));
    if (one.outcome.recorded === 'failed') health.note(one.record, 'error', `not handled: ${one.outcome.code}`);
  }

  // 4 Found by their words from now on; nobody's reply waits for it, the offset does.
  await indexMessages(ports, self.knownWords, settled);

  // 5 What a newer engine holds is not ours: the batch comes again, and by then another process may have taken it.
  const left = outcomes.filter(({ kind }) => kind === OutcomeKind.NOT_MINE_YET).length;
  if (left > 0) throw new NotMineYet(left);
}

/** Readers need not look for what is at hand here. */
function newsOf(projection: Projection | undefined): News | undefined {
  if (projection === undefined) return undefined;
  const { messages, summary } = projection;
  return { last: summary.lastMessage, status: summary.status, messages };
}

/** Some conversations were moved by a newer release. */
export class NotMineYet extends Error {
  override readonly name = 'NotMineYet';
  constructor(count: number) {
    super(`${count} conversations were moved by a newer release of Parley; this process leaves them to it.`);
  }
}

function toStimulus(record: LogRecord): InboundStimulus {
  const { tenant, conversation, connection, eventId, generation, sealed, receivedAt, attempt, trace } = record;
  return { tenant, conversation, connection, eventId, generation, sealed, receivedAt, attempt, trace };
}

function pair(batch: readonly LogRecord[], outcomes: readonly Outcome[]): readonly SettledStimulus[] {
  const settled: SettledStimulus[] = [];
  for (const [index, record] of batch.entries()) {
    const outcome = outcomes[index];
    if (outcome?.eventId !== record.eventId) throw new Error('The state engine answered out of order.');
    if (outcome.kind === OutcomeKind.NOT_MINE_YET) continue;
    const { projection } = outcome;
    settled.push({ record, outcome, ...(projection && { projection: projectionFromWire(projection) }) });
  }
  return settled;
}
