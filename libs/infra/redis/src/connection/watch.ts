import type { Logger } from '@parley/service-kit';
import type { Redis } from 'ioredis';
import { reasonOf } from './new-client.ts';

/** A server that refuses is told of once in this time for one reason, ms. */
const sayAgainMs = 60_000;

/** How Redis is, over all connections to it: said once when it goes and once when it is back. */
export class Watch {
  private readonly log: Pick<Logger, 'warn'>;
  /** Why each connection that is away is so. */
  private readonly away = new Map<string, string>();
  private readonly refusals = new Map<string, number>();
  private hasSaidAway = false;
  private isClosing = false;

  constructor(log: Pick<Logger, 'warn'>) {
    this.log = log;
  }

  /** @param name what the connection is for. */
  observe(name: string, client: Redis): void {
    this.away.set(name, 'not connected yet');
    client.on('error', (error) => this.isAway(name, reasonOf(error)));
    client.on('close', () => this.isAway(name, this.away.get(name) ?? 'connection closed'));
    client.on('ready', () => this.isBack(name));
  }

  /**
   * A command failed. Said if Redis answered so: full, loading, a replica, a command that the user may not run. That a
   * connection broke is said where it breaks.
   */
  failed(error: unknown): void {
    if (!isRefusal(error)) return;
    const [reason, now] = [reasonOf(error), performance.now()];
    if (now - (this.refusals.get(reason) ?? -Infinity) < sayAgainMs) return;
    this.refusals.set(reason, now);
    this.log.warn('redis.refuses', { reason, effect });
  }

  /** For a screen; undefined = connected. */
  remark(): string | undefined {
    const [first] = this.away.values();
    return first === undefined ? undefined : `away (${first}); going on without it`;
  }

  /** What happens from here on was asked for. */
  close(): void {
    this.isClosing = true;
  }

  private isAway(name: string, reason: string): void {
    this.away.set(name, reason);
    if (this.hasSaidAway || this.isClosing) return;
    this.hasSaidAway = true;
    this.log.warn('redis.away', { connection: name, reason, effect });
  }

  private isBack(name: string): void {
    this.away.delete(name);
    if (!this.hasSaidAway || this.away.size > 0) return;
    this.hasSaidAway = false;
    this.log.warn('redis.back');
  }
}

const effect = 'going on without it: nothing is lost';

const isRefusal = (error: unknown): boolean => (error as Partial<Error> | null)?.name === 'ReplyError';
