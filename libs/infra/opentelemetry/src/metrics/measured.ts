import type {
  ChannelAccess,
  CommitAnswer,
  ConversationRef,
  EventRef,
  FindAnswer,
  Head,
  IntegrationAnswer,
  IntegrationCall,
  LogConsumer,
  LogConsumption,
  NewEntry,
  NewLogRecord,
  OutboundReply,
  Pace,
  SendAnswer,
  StoredEntry,
  StoredSnapshot,
} from '@parley/ports';
import { Channel, EventLog, Integration, Journal } from '@parley/ports';
import type { Logger } from '@parley/service-kit';
import type { Meters } from './meters.ts';

/** The log, counted. */
export class MeasuredEventLog extends EventLog {
  constructor(
    private readonly log: EventLog,
    private readonly meters: Meters,
  ) {
    super();
  }

  override async append(records: readonly NewLogRecord[]): Promise<void> {
    const begun = performance.now();
    try {
      await this.log.append(records);
      this.meters.append('ok', records.length, performance.now() - begun);
    } catch (error) {
      this.meters.append('failed', 0, performance.now() - begun);
      throw error;
    }
  }

  override consume(consumer: LogConsumer): Promise<LogConsumption> {
    return this.log.consume(consumer);
  }

  override oldestUnprocessedMs(now: number): Promise<number> {
    return this.log.oldestUnprocessedMs(now);
  }
}

/** The journal, counted: an entry counts once it is in. */
export class MeasuredJournal extends Journal {
  constructor(
    private readonly journal: Journal,
    private readonly meters: Meters,
  ) {
    super();
  }

  override async commit(entries: readonly NewEntry[]): Promise<readonly CommitAnswer[]> {
    const begun = performance.now();
    try {
      const answers = await this.journal.commit(entries);
      const outcomes = entries.filter((_, n) => answers[n] === 'inserted').map(({ outcome }) => outcome);
      this.meters.commit('ok', outcomes, performance.now() - begun);
      return answers;
    } catch (error) {
      this.meters.commit('failed', [], performance.now() - begun);
      throw error;
    }
  }

  override heads(conversations: readonly ConversationRef[]): Promise<readonly Head[]> {
    return this.journal.heads(conversations);
  }

  override find(events: readonly EventRef[]): Promise<readonly StoredEntry[]> {
    return this.journal.find(events);
  }

  override read(conversation: ConversationRef, afterSeq: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.journal.read(conversation, afterSeq, limit);
  }

  override snapshots(conversation: ConversationRef): Promise<readonly StoredSnapshot[]> {
    return this.journal.snapshots(conversation);
  }
}

/** A way out, counted: `sent`, `failed`, `later`, or `broken` where it threw. */
export class MeasuredChannel extends Channel {
  override readonly name: string;
  override readonly deduplicates: boolean;
  override readonly needsPlace: boolean;
  override readonly secrets: readonly string[];

  constructor(
    private readonly channel: Channel,
    private readonly meters: Meters,
  ) {
    super();
    this.name = channel.name;
    this.deduplicates = channel.deduplicates;
    this.needsPlace = channel.needsPlace;
    this.secrets = channel.secrets;
  }

  override pace(reply: OutboundReply): Pace | null {
    return this.channel.pace(reply);
  }

  override find(reply: OutboundReply, access: ChannelAccess): Promise<FindAnswer> {
    return this.channel.find(reply, access);
  }

  override async send(reply: OutboundReply, access: ChannelAccess): Promise<SendAnswer> {
    const begun = performance.now();
    let result: string = 'broken';
    try {
      const answer = await this.channel.send(reply, access);
      result = answer.kind;
      return answer;
    } finally {
      this.meters.reply(this.name, result, performance.now() - begun);
    }
  }
}

/** An integration, counted: `done`, `failed`, `lost`. */
export class MeasuredIntegration extends Integration {
  override readonly manifest: Integration['manifest'];

  constructor(
    private readonly integration: Integration,
    private readonly meters: Meters,
  ) {
    super();
    this.manifest = integration.manifest;
  }

  override async call(call: IntegrationCall): Promise<IntegrationAnswer> {
    const begun = performance.now();
    const answer = await this.integration.call(call);
    this.meters.call(this.manifest.name, answer.kind, performance.now() - begun);
    return answer;
  }
}

/** The log of the process, counted by the names of what went wrong. */
export function countComplaints(logger: Logger, meters: Meters): Logger {
  return {
    ...logger,
    warn: (event, details) => {
      meters.complaint('warn', event);
      logger.warn(event, details);
    },
    error: (event, details) => {
      meters.complaint('error', event);
      logger.error(event, details);
    },
  };
}
