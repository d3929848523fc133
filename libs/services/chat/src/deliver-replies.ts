import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryRow, MessageRow, Projection } from '@parley/conversation';
import type { PendingDelivery } from '@parley/ports';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { deliverReply } from './deliver-reply.ts';
import type { HealthNotes } from './health-notes.ts';
import type { OutboundGate } from './outbound-gate.ts';
import type { PlaceBook } from './place-book.ts';
import type { StatusBatch } from './status-batch.ts';
import type { ConnectionDirectory } from '@parley/service-kit';

/** A reply to send, with what it says if that is at hand. */
export interface WaitingReply {
  readonly row: DeliveryRow;
  readonly message: MessageRow | null;
  /** Attempts claimed so far. */
  attempts: number;
  /** An earlier attempt may have sent it, for all that anybody knows. */
  mayBeSent: boolean;
  /** How often the vendor's answer was lost, since it was taken up here. */
  losses: number;
}

export interface DeliverPorts {
  readonly ports: ChatPorts;
  readonly config: Pick<ChatConfig, 'sendClaimMs' | 'giveUpAfterMs' | 'slowestRetryMs'>;
  readonly directory: ConnectionDirectory;
  readonly statuses: StatusBatch;
  readonly secrets: ConnectionSecrets;
  readonly places: PlaceBook;
  readonly gate: OutboundGate;
  readonly health: HealthNotes;
}

const scanLimit = 500;
/** Before anything is handed over, all that is pending has to be known: what is not could be overtaken. */
const firstScanLimit = 100_000;

/**
 * Who sends what when: many conversations at once, in each one reply at a time, the next when the one before is
 * terminal. Replies come by hand-over; a scan finds those that nobody handed over.
 */
export class DeliverReplies {
  private readonly self: DeliverPorts;
  private readonly queues = new Map<string, WaitingReply[]>();
  /** Replies queued, or sent and not yet known as such in the store. */
  private readonly underWay = new Set<string>();
  private readonly running = new Set<Promise<void>>();
  /** Conversations with a reply that only the next scan can take up, claimed by somebody else or let go: what follows waits for it. */
  private blocked = new Set<string>();
  /** Replies that came to their end while a scan was reading: what it read of them is old. */
  private endedMeanwhile: Set<string> | null = null;
  private readonly stopping = new AbortController();

  constructor(self: DeliverPorts) {
    this.self = self;
  }

  /** Replies of entries just recorded. */
  offer(projections: readonly Projection[]): void {
    for (const { deliveries, messages } of projections) {
      for (const row of deliveries) {
        if (this.blocked.has(row.conversation)) continue;
        const message = messages.find(({ number }) => number === row.number) ?? null;
        this.enqueue({ row, message, attempts: 0, mayBeSent: false, losses: 0 });
      }
    }
  }

  /** Takes up everything that a process before left pending. */
  begin(): Promise<number> {
    return this.scan(firstScanLimit);
  }

  /** Takes up what is pending in the store and not under way here; answers how many it found. */
  async scan(limit = scanLimit): Promise<number> {
    const now = this.self.ports.now();
    const ended = (this.endedMeanwhile = new Set());
    const pending = await this.self.ports.deliveries.pending(limit);
    const blocked = new Set<string>();
    for (const row of pending) {
      if (ended.has(row.reply)) continue;
      if (isClaimed(row, now) && !this.underWay.has(row.reply)) blocked.add(row.conversation);
      if (blocked.has(row.conversation)) continue;
      // Whoever claimed it may have sent it before it died.
      const { attempts } = row;
      this.enqueue({ row, message: null, attempts, mayBeSent: attempts > 0, losses: 0 });
    }
    this.blocked = blocked;
    this.endedMeanwhile = null;
    return pending.length;
  }

  /** Stops taking, and waits for what is on the wire. */
  async drain(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    await this.self.statuses.flush();
  }

  private enqueue(reply: WaitingReply): void {
    const { row } = reply;
    if (this.stopping.signal.aborted || this.underWay.has(row.reply)) return;
    this.underWay.add(row.reply);
    const queue = this.queues.get(row.conversation);
    if (queue) {
      queue.push(reply);
      queue.sort((one, other) => one.row.number - other.row.number);
      return;
    }
    this.queues.set(row.conversation, [reply]);
    const run = this.run(row.conversation).finally(() => this.running.delete(run));
    this.running.add(run);
  }

  private async run(conversation: string): Promise<void> {
    const queue = this.queues.get(conversation) ?? [];
    const { signal } = this.stopping;
    try {
      for (let next = queue[0]; next && !signal.aborted; next = queue[0]) {
        const delivered = await deliverReply(this.self, next);
        if (delivered.kind === 'left') break;
        if (delivered.kind === 'later') {
          await sleep(delivered.retryInMs, undefined, { signal });
          continue;
        }
        // One with a lower number may have come before it meanwhile.
        queue.splice(queue.indexOf(next), 1);
        const { reply } = next.row;
        void delivered.kept.then(() => {
          this.underWay.delete(reply);
          this.endedMeanwhile?.add(reply);
        });
      }
    } catch (error) {
      if (!signal.aborted) this.self.ports.warn('delivery.paused', { conversation, error: String(error) });
    } finally {
      // What is left is found by the next scan; until then nothing may overtake it.
      for (const { row } of queue) this.underWay.delete(row.reply);
      if (queue.length > 0) this.blocked.add(conversation);
      this.queues.delete(conversation);
    }
  }
}

function isClaimed(row: PendingDelivery, now: number): boolean {
  return row.claimedUntil !== null && row.claimedUntil > now;
}
