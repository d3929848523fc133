import { trace } from '@opentelemetry/api';
import {
  MemoryConversations,
  MemoryDeliveries,
  MemoryEventLog,
  MemoryJournal,
  MemoryLease,
  MemoryMessages,
  MemoryOperations,
  MemoryStore,
  MemoryWakeUps,
  newLeaseStore,
  type DurablePorts,
} from '@parley/ports';
import { eventLogSuite } from '@parley/ports/suites/event-log';
import { journalSuite } from '@parley/ports/suites/journal';
import { leaseSuite } from '@parley/ports/suites/lease';
import { MeasuredEventLog, MeasuredJournal, MeasuredLease, Meters } from './index.ts';
import { ConversationTraces } from './tracing/conversation-traces.ts';
import { TracedEventLog } from './tracing/log-spans.ts';

const meters = new Meters();
const place = { system: 'postgresql', topic: 't', carries: false } as const;

eventLogSuite({
  name: 'TracedEventLog around MeasuredEventLog',
  open: async () => {
    const store = new MemoryStore();
    const tracing = { tracer: trace.getTracer('spec'), conversations: new ConversationTraces(), place };
    const seen = (): TracedEventLog =>
      new TracedEventLog(new MeasuredEventLog(new MemoryEventLog(store), meters), tracing);
    return { first: seen(), second: seen(), close: async () => undefined };
  },
});

const over = (store: MemoryStore): DurablePorts => ({
  journal: new MeasuredJournal(new MemoryJournal(store), meters),
  wakeUps: new MemoryWakeUps(store),
  operations: new MemoryOperations(store),
  messages: new MemoryMessages(store),
  deliveries: new MemoryDeliveries(store),
  conversations: new MemoryConversations(store),
});

journalSuite({
  name: 'MeasuredJournal',
  open: async () => {
    const store = new MemoryStore();
    return { first: over(store), second: over(store), close: async () => undefined };
  },
});

leaseSuite({
  name: 'MeasuredLease',
  open: () => {
    const store = newLeaseStore();
    let now = 0;
    const seen = (): MeasuredLease => new MeasuredLease(new MemoryLease(() => now, store), meters);
    const pass = (ms: number): Promise<void> => {
      now += ms;
      return Promise.resolve();
    };
    return Promise.resolve({ first: seen(), second: seen(), pass, close: () => Promise.resolve() });
  },
});
