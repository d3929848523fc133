import { randomUUID } from 'node:crypto';
import { Lease } from '@parley/ports';
import type { Advice } from '../connection/advice.ts';

/**
 * Leases as keys `lock:{tenant}:conversation:{id}` that expire by themselves, one round trip each. Where Redis cannot be
 * asked, nobody is said to hold anything, and nobody waits.
 */
export class RedisLease extends Lease {
  private readonly advice: Advice;

  constructor(advice: Advice) {
    super();
    this.advice = advice;
  }

  override async take(name: string, ttlMs: number): Promise<string | null> {
    const [key, token] = [keyOf(name), randomUUID()];
    const answer = await this.advice.ask(
      (client) => client.set(key, token, 'PX', ttlMs, 'NX'),
      // Nobody knows any more that it is held.
      (late, client) => void (late === 'OK' && client.releaseLease(key, token).catch(() => undefined)),
    );
    return answer === 'OK' ? token : null;
  }

  override async release(name: string, token: string): Promise<void> {
    await this.advice.ask((client) => client.releaseLease(keyOf(name), token));
  }
}

const keyOf = (name: string): string => `lock:${name}`;
