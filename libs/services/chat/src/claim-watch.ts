import type { PendingDelivery } from '@parley/ports';
import { LRUCache } from 'lru-cache';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';

export interface ClaimWatchPorts {
  readonly ports: Pick<ChatPorts, 'now' | 'monotonic'>;
  readonly config: Pick<ChatConfig, 'soleDeliverer' | 'sendClaimMs'>;
}

const maxClaims = 50_000;

/**
 * Whether somebody is still at a reply. Where other processes deliver, neither their clocks nor ours may decide that: a claim stands
 * for as long as claims last, counted from when it was first seen here.
 */
export class ClaimWatch {
  private readonly firstSeen = new LRUCache<string, number>({ max: maxClaims });

  constructor(private readonly self: ClaimWatchPorts) {}

  stands({ reply, attempts, claimedUntil }: PendingDelivery): boolean {
    const { ports, config } = this.self;
    if (claimedUntil === null) return false;
    // What a process before this one has claimed, by the same clock.
    if (config.soleDeliverer) return claimedUntil > ports.now();
    const attempt = `${reply}\n${attempts}`;
    const since = this.firstSeen.get(attempt) ?? ports.monotonic();
    this.firstSeen.set(attempt, since);
    return ports.monotonic() - since < config.sendClaimMs;
  }
}
