import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { HintListener, Hints } from '../connection/hints.ts';

/** Keys that no process may show any more, over one channel for the caches of all services. */
export class Invalidations {
  private readonly origin = randomUUID();
  private readonly channel: string;
  private readonly listeners = new Map<string, HintListener>();

  constructor(hints: Hints) {
    this.channel = hints.listen('invalid', {
      onHint: (text) => this.hear(text),
      onGap: () => {
        for (const { onGap } of this.listeners.values()) onGap();
      },
    });
  }

  /** @param prefix what the listener's keys begin with, up to its second colon. */
  listen(prefix: string, listener: HintListener): void {
    this.listeners.set(prefix, listener);
  }

  send(client: Redis, key: string): Promise<number> {
    return client.publish(this.channel, `${this.origin}\n${key}`);
  }

  private hear(text: string): void {
    const end = text.indexOf('\n');
    if (end < 0 || text.slice(0, end) === this.origin) return;
    const key = text.slice(end + 1);
    const prefix = /^[^:]*:[^:]*:/.exec(key)?.[0] ?? '';
    this.listeners.get(prefix)?.onHint(key);
  }
}
