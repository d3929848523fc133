import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryRow, MessageRow, Projection } from '@parley/conversation';
import type { PendingDelivery } from '@parley/ports';
import { ClaimWatch } from './claim-watch.ts';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { deliverReply } from './deliver-reply.ts';
import { HandedOver } from './handed-over.ts';
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
  readonly config: Pick<ChatConfig, 'soleDeliverer' | 'sendClaimMs' | 'giveUpAfterMs' | 'slowestRetryMs'>;
  readonly directory: ConnectionDirectory;
  readonly statuses: StatusBatch;
  readonly secrets: ConnectionSecrets;
  readonly places: PlaceBook;
  readonly gate: OutboundGate;
  readonly health: HealthNotes;
}

/** What happened since a look into the store began. */
interface Reading {
  /** Replies that came to their end. */
  readonly ended: Set<string>;
  /** Conversations of which something was left to the next scan. */
  readonly letGo: Set<string>;
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
  /** Looks into the store that are under way: what happens meanwhile, of which they may read what was before. */
  private readonly readings = new Set<Reading>();
  private readonly handedOver = new HandedOver();
  private readonly claims: ClaimWatch;
  /** Whether a scan has seen the end of what is pending: until then a reply handed over could overtake one. */
  private knowsAll = false;
  private readonly stopping = new AbortController();

  constructor(self: DeliverPorts) {
    this.self = self;
    this.claims = new ClaimWatch(self);
  }

  /** Replies of entries just recorded. What may come after something that another process left is looked up first. */
  offer(projections: readonly Projection[]): void {
    if (!this.knowsAll) return;
    const strange: Projection[] = [];
    for (const projection of projections) {
      if (this.self.config.soleDeliverer || this.handedOver.isNext(projection)) this.takeOver(projection);
      else if (projection.deliveries.length > 0) strange.push(projection);
    }
    if (strange.length > 0) this.track(this.adopt(strange));
  }

  /** Takes up what is pending in the store and not under way here: at first everything that a process before left. */
  async scan(): Promise<void> {
    const limit = this.underWay.size + (this.knowsAll ? scanLimit : firstScanLimit);
    const now = this.self.ports.now();
    const reading = this.beginReading();
    try {
      const pending = await this.self.ports.deliveries.pending(limit, this.underWay);
      const isAll = pending.length < limit;
      this.knowsAll ||= isAll;
      const behind = isAll ? [] : this.blockedBehind(pending);
      this.blocked = this.takeUp(
        pending.filter((row) => this.isLeft(row, now)),
        reading,
        behind,
      );
    } finally {
      this.readings.delete(reading);
    }
  }

  /** Stops taking, and waits for what is on the wire. */
  async drain(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    await this.self.statuses.flush();
  }

  private takeOver(projection: Projection): void {
    const { deliveries, messages } = projection;
    for (const row of deliveries) {
      if (this.blocked.has(row.conversation)) continue;
      const message = messages.find(({ number }) => number === row.number) ?? null;
      this.enqueue({ row, message, attempts: 0, mayBeSent: false, losses: 0 });
    }
    this.handedOver.note(projection);
  }

  /** These conversations come from another process: with everything that it left pending, the oldest first. */
  private async adopt(projections: readonly Projection[]): Promise<void> {
    const reading = this.beginReading();
    try {
      const pending = await this.self.ports.deliveries.pendingOf(projections.map(({ summary }) => summary));
      for (const conversation of this.takeUp(pending, reading, [])) this.blocked.add(conversation);
      for (const projection of projections) this.handedOver.note(projection);
    } catch (error) {
      // The scan finds them once they have waited for long.
      this.self.ports.warn('delivery.not-adopted', { error: String(error) });
    } finally {
      this.readings.delete(reading);
    }
  }

  /** Queues what was read, in its order; answers the conversations that somebody else is at, or was let go of meanwhile. */
  private takeUp(
    pending: readonly PendingDelivery[],
    { ended, letGo }: Reading,
    behind: readonly string[],
  ): Set<string> {
    const waiting = new Set([...letGo, ...behind]);
    for (const row of pending) {
      if (ended.has(row.reply)) continue;
      if (!this.underWay.has(row.reply) && this.claims.stands(row)) waiting.add(row.conversation);
      if (waiting.has(row.conversation)) continue;
      // Whoever claimed it may have sent it before it died.
      const { attempts } = row;
      this.enqueue({ row, message: null, attempts, mayBeSent: attempts > 0, losses: 0 });
    }
    return waiting;
  }

  /** Whether nobody else will send it soon: beside other processes a young one is theirs who recorded it. */
  private isLeft({ conversation, createdAt, attempts }: PendingDelivery, now: number): boolean {
    const { soleDeliverer, sendClaimMs } = this.self.config;
    if (soleDeliverer || attempts > 0 || this.blocked.has(conversation)) return true;
    // By either clock: one that is ahead must not keep a reply waiting for as long as that.
    return Math.abs(now - createdAt) >= sendClaimMs;
  }

  private beginReading(): Reading {
    const reading = { ended: new Set<string>(), letGo: new Set<string>() };
    this.readings.add(reading);
    return reading;
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
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
    this.track(this.run(row.conversation));
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
          for (const reading of this.readings) reading.ended.add(reply);
        });
      }
    } catch (error) {
      if (!signal.aborted) this.self.ports.warn('delivery.paused', { conversation, error: String(error) });
    } finally {
      // What is left is found by the next scan; until then nothing may overtake it.
      for (const { row } of queue) this.underWay.delete(row.reply);
      if (queue.length > 0) {
        this.blocked.add(conversation);
        for (const reading of this.readings) reading.letGo.add(conversation);
      }
      this.queues.delete(conversation);
    }
  }
}
