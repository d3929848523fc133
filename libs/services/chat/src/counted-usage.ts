import type { GetUsageResponse } from '@parley/contracts';
import { LRUCache } from 'lru-cache';
import type { ChatPorts } from './chat-ports.ts';

const rememberedMs = 60_000;

/** What tenants have stored: counting reads all of their conversations, so it is remembered for a minute. */
export class CountedUsage {
  private readonly ports: Pick<ChatPorts, 'figures' | 'now'>;
  private readonly known = new LRUCache<string, Promise<GetUsageResponse>>({ max: 1_000, ttl: rememberedMs });

  constructor(ports: Pick<ChatPorts, 'figures' | 'now'>) {
    this.ports = ports;
  }

  of(tenant: string): Promise<GetUsageResponse> {
    const known = this.known.get(tenant);
    if (known) return known;
    const counting = this.count(tenant);
    this.known.set(tenant, counting);
    counting.catch(() => this.known.delete(tenant));
    return counting;
  }

  private async count(tenant: string): Promise<GetUsageResponse> {
    const countedAt = this.ports.now();
    const { byStatus, ...usage } = await this.ports.figures.usage(tenant);
    return { ...usage, byStatus: { ...byStatus }, countedAt };
  }
}
