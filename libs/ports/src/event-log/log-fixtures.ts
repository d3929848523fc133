import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationRef } from '../journal/journal.ts';
import type { EventLog, LogConsumer, LogConsumption, LogRecord, NewLogRecord } from './event-log.ts';

export function recordOf(talk: ConversationRef, n: number, changes: Partial<NewLogRecord> = {}): NewLogRecord {
  return {
    tenant: talk.tenant,
    conversation: talk.conversation,
    connection: 'k1',
    eventId: `web:${talk.conversation}-${n}`,
    generation: 1,
    sealed: new TextEncoder().encode(`sealed ${n}`),
    receivedAt: 1_000 + n,
    ...changes,
  };
}

/** A consumer that notes what it saw. */
export interface Watcher {
  readonly consumption: LogConsumption;
  readonly seen: LogRecord[];
  readonly batches: (readonly LogRecord[])[];
}

export async function watch(log: EventLog, name: string, changes: Partial<LogConsumer> = {}): Promise<Watcher> {
  const [seen, batches]: [LogRecord[], (readonly LogRecord[])[]] = [[], []];
  const handle = changes.handle ?? (async () => undefined);
  const consumption = await log.consume({
    name,
    lanes: 2,
    maxBatch: 16,
    ...changes,
    handle: async (batch) => {
      batches.push(batch);
      await handle(batch);
      seen.push(...batch);
    },
  });
  return { consumption, seen, batches };
}

/** A handler that never ends: with its consumption left alone it is a process that was killed in the middle. */
export const killed = (): Promise<void> => new Promise(() => undefined);

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await holds()); waitedMs += 5) {
    if (waitedMs > 10_000) throw new Error('it did not come about within 10 s');
    await sleep(5);
  }
}

/** Event ids of one conversation, in the order seen. */
export function eventsOf(talk: ConversationRef, records: readonly LogRecord[]): readonly string[] {
  return records
    .filter((record) => record.tenant === talk.tenant && record.conversation === talk.conversation)
    .map((record) => record.eventId);
}
