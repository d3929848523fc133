import type { ConversationSummary, DeliveryRow, MessageRow } from '@parley/conversation';
import type { DeliveryClaim, DeliveryStatus } from './deliveries/deliveries.ts';
import type { LogRecord } from './event-log/event-log.ts';
import type { ConversationRef, StoredEntry, StoredSnapshot } from './journal/journal.ts';
import type { OpenOperationRow, StoredAttempt } from './operations/operations.ts';
import type { FailedEntry } from './work-lists/work-lists.ts';
import type { WakeUp } from './wake-ups/wake-ups.ts';

/** What the memory twins of the durable path share: two twins over one store are two processes over one database. */
export class MemoryStore {
  /** Offset n is at n − 1. */
  readonly log: LogRecord[] = [];
  readonly logConsumers = new Map<string, MemoryLogConsumer>();
  /** Called when the log has grown, with the first new offset. */
  readonly logListeners = new Set<() => void>();
  /** By conversation; seq n is at n − 1. */
  readonly entries = new Map<string, StoredEntry[]>();
  /** Failed entries, by conversation and event. */
  readonly failed = new Map<string, FailedEntry>();
  /** By conversation and event: the entry that the event made, and the one that settled it. */
  readonly entryOfEvent = new Map<string, StoredEntry>();
  readonly settlingEntry = new Map<string, StoredEntry>();
  readonly snapshots = new Map<string, StoredSnapshot[]>();
  readonly wakeUps = new Map<string, WakeUp>();
  /** Open ones only, by conversation and operation. */
  readonly operations = new Map<string, Omit<OpenOperationRow, 'claimed' | 'claimedUntil'>>();
  readonly attempts = new Map<string, StoredAttempt[]>();
  readonly messages = new Map<string, Map<number, MessageRow>>();
  /** Numbers below it are erased. */
  readonly firstMessages = new Map<string, number>();
  /** By conversation: its words, with the number of the message that said each first. */
  readonly words = new Map<string, Map<string, number>>();
  readonly summaries = new Map<string, ConversationSummary>();
  /** Pending ones only, by conversation and reply. */
  readonly deliveries = new Map<string, DeliveryRow>();
  readonly claims = new Map<string, DeliveryClaim[]>();
  readonly statuses = new Map<string, Map<string, DeliveryStatus>>();
}

export interface MemoryLogConsumer {
  watermark: number;
  clean: boolean;
  readonly attempts: Map<number, number>;
}

/** One string for a conversation, and for something in it. */
export function keyOf(ref: ConversationRef, within = ''): string {
  return `${ref.tenant}\0${ref.conversation}\0${within}`;
}
