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

/** Replies that a scan takes up, besides those under way here. */
const scanLimit = 500;
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
  /** While a scan reads: what happens to replies and conversations, of which it may read what was before. */
  private meanwhile: { readonly ended: Set<string>; readonly letGo: Set<string> } | null = null;
  /** Whether a scan has seen the end of what is pending: until then a reply handed over could overtake one. */
  private knowsAll = false;
  private readonly stopping = new AbortController();

  constructor(self: DeliverPorts) {
    this.self = self;
  }

  /** Replies of entries just recorded. */
  offer(projections: readonly Projection[]): void {
    if (!this.knowsAll) return;
    for (const { deliveries, messages } of projections) {
      for (const row of deliveries) {
        if (this.blocked.has(row.conversation)) continue;
        const message = messages.find(({ number }) => number === row.number) ?? null;
        this.enqueue({ row, message, attempts: 0, mayBeSent: false, losses: 0 });
      }
    }
  }

  /** Takes up what is pending in the store and not under way here: at first everything that a process before left. */
  async scan(): Promise<void> {
    const limit = this.underWay.size + (this.knowsAll ? scanLimit : firstScanLimit);
    const now = this.self.ports.now();
    this.meanwhile = { ended: new Set(), letGo: new Set() };
    try {
      const pending = await this.self.ports.deliveries.pending(limit);
      const isAll = pending.length < limit;
      this.knowsAll ||= isAll;
      const { ended, letGo } = this.meanwhile;
      const waiting = new Set(isAll ? letGo : [...letGo, ...this.blockedBehind(pending)]);
      for (const row of pending) {
        if (ended.has(row.reply)) continue;
        if (isClaimed(row, now) && !this.underWay.has(row.reply)) waiting.add(row.conversation);
        if (waiting.has(row.conversation)) continue;
        // Whoever claimed it may have sent it before it died.
        const { attempts } = row;
        this.enqueue({ row, message: null, attempts, mayBeSent: attempts > 0, losses: 0 });
      }
      this.blocked = waiting;
    } finally {
      this.meanwhile = null;
    }
  }

  /** Stops taking, and waits for what is on the wire. */
  async drain(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    await this.self.statuses.flush();
  }

  /** Blocked conversations of which a page that was cut at its limit shows nothing. */
  private blockedBehind(page: readonly PendingDelivery[]): readonly string[] {
    const seen = new Set(page.map(({ conversation }) => conversation));
    return [...this.blocked].filter((conversation) => !seen.has(conversation));
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
          this.meanwhile?.ended.add(reply);
        });
      }
    } catch (error) {
      if (!signal.aborted) this.self.ports.warn('delivery.paused', { conversation, error: String(error) });
    } finally {
      // What is left is found by the next scan; until then nothing may overtake it.
      for (const { row } of queue) this.underWay.delete(row.reply);
      if (queue.length > 0) {
        this.blocked.add(conversation);
        this.meanwhile?.letGo.add(conversation);
      }
      this.queues.delete(conversation);
    }
  }
}

function isClaimed(row: PendingDelivery, now: number): boolean {
  return row.claimedUntil !== null && row.claimedUntil > now;
}
