import type { DeliveryRow } from '@parley/conversation';
import type { Pace } from '@parley/ports';
import type { ChatPorts } from './chat-ports.ts';

type Ports = Pick<ChatPorts, 'holds' | 'rates' | 'now'>;
type From = Pick<DeliveryRow, 'tenant' | 'connection'>;

/**
 * Holds buckets, not workers: what goes to one place of a vendor goes at that place's pace, and not at all before a time
 * that the vendor asked for (DURABILITY 24). Others' replies pass meanwhile.
 */
export class OutboundGate {
  private readonly ports: Ports;
  private held = new Map<string, number>();

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** ms to wait; 0 = go, and that is counted. */
  async waitMs(from: From, { bucket, rate }: Pace): Promise<number> {
    const now = this.ports.now();
    const name = nameOf(from, bucket);
    const until = this.held.get(name) ?? 0;
    if (until > now) return until - now;
    const answer = await this.ports.rates.take(`out:${name}`, rate, now);
    return answer.allowed ? 0 : answer.retryInMs;
  }

  /** The vendor asked for patience: known to every process from here on, and after a restart. */
  async hold({ tenant, connection }: From, { bucket }: Pace, retryInMs: number): Promise<void> {
    const hold = { tenant, connection, bucket, until: this.ports.now() + retryInMs };
    this.keep(hold, hold.until);
    await this.ports.holds.add(hold);
  }

  /** Learns what was asked of others, and forgets what is over. */
  async refresh(): Promise<void> {
    const now = this.ports.now();
    const active = await this.ports.holds.active(now);
    this.held = new Map([...this.held].filter(([, until]) => until > now));
    for (const hold of active) this.keep(hold, hold.until);
  }

  private keep(from: From & { readonly bucket: string }, until: number): void {
    const name = nameOf(from, from.bucket);
    this.held.set(name, Math.max(until, this.held.get(name) ?? 0));
  }
}

const nameOf = ({ tenant, connection }: From, bucket: string): string => `${tenant}:${connection}:${bucket}`;
