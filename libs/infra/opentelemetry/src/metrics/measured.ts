import { ServiceFault } from '@parley/contracts';
import {
  EventLog,
  Journal,
  Lease,
  type Channel,
  type CommitAnswer,
  type ConversationRef,
  type EventRef,
  type Head,
  type Integration,
  type LanguageModel,
  type LogConsumer,
  type LogConsumption,
  type NewEntry,
  type NewLogRecord,
  type StoredEntry,
  type StoredSnapshot,
} from '@parley/ports';
import type { Logger } from '@parley/service-kit';
import { aroundCalls, aroundSends, aroundUnderstanding } from '../ports/around-ports.ts';
import type { AroundCall } from '../telemetry.ts';
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
export function measureSends(channel: Channel, meters: Meters): Channel {
  return aroundSends(channel, async (_, send) => {
    const begun = performance.now();
    let result: string = 'broken';
    try {
      const answer = await send();
      result = answer.kind;
      return answer;
    } finally {
      meters.reply(channel.name, result, performance.now() - begun);
    }
  });
}

/** An integration, counted: `done`, `failed`, `lost`. */
export function measureCalls(integration: Integration, meters: Meters): Integration {
  return aroundCalls(integration, async (_, perform) => {
    const begun = performance.now();
    const answer = await perform();
    meters.call(integration.manifest.name, answer.kind, performance.now() - begun);
    return answer;
  });
}

/** A model, counted: `answered`, or `failed`. */
export function measureUnderstanding(model: LanguageModel, meters: Meters): LanguageModel {
  return aroundUnderstanding(model, async (_, understand) => {
    const begun = performance.now();
    let result: 'answered' | 'failed' = 'failed';
    try {
      const answer = await understand();
      result = 'answered';
      return answer;
    } finally {
      meters.understanding(model.name, result, performance.now() - begun);
    }
  });
}

/** A lease, counted: `held`, `busy` (somebody else has it, or nobody can say), `failed`. */
export class MeasuredLease extends Lease {
  constructor(
    private readonly lease: Lease,
    private readonly meters: Meters,
  ) {
    super();
  }

  override async take(name: string, ttlMs: number): Promise<string | null> {
    const begun = performance.now();
    let result: 'held' | 'busy' | 'failed' = 'failed';
    try {
      const token = await this.lease.take(name, ttlMs);
      result = token === null ? 'busy' : 'held';
      return token;
    } finally {
      this.meters.lease(result, performance.now() - begun);
    }
  }

  override release(name: string, token: string): Promise<void> {
    return this.lease.release(name, token);
  }
}

/** Calls that came by gRPC, counted by method and status, and traced by what is given. */
export function measureServed(meters: Meters, around?: AroundCall): AroundCall {
  return async (carrier, name, work) => {
    const begun = performance.now();
    let status = 'OK';
    try {
      return await (around === undefined ? work() : around(carrier, name, work));
    } catch (error) {
      status = error instanceof ServiceFault ? error.status : 'INTERNAL';
      throw error;
    } finally {
      meters.served(name, status, performance.now() - begun);
    }
  };
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
