import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Advice } from '../connection/advice.ts';
import type { HintListener, Hints } from '../connection/hints.ts';
import { Untold } from '../connection/untold.ts';

/** What stands in Redis in place of a text that was invalidated. */
export const invalidated = '-';
/** For how long: longer than any load takes, so that nobody brings back what was read before the change. */
const markMs = 10_000;

/** Keys that no process may show any more, over one channel for the caches of all services. */
export class Invalidations {
  private readonly origin = randomUUID();
  private readonly channel: string;
  private readonly listeners = new Map<string, HintListener>();
  private readonly advice: Advice;
  /** Not told yet: of what may lie in Redis, and of what never does. */
  private readonly untold: { readonly shared: Untold; readonly own: Untold };

  constructor(hints: Hints, advice: Advice) {
    this.advice = advice;
    this.channel = hints.listen('invalid', {
      onHint: (text) => this.hear(text),
      onGap: () => {
        for (const { onGap } of this.listeners.values()) onGap();
      },
    });
    const mark = (client: Redis, key: string): Promise<unknown> => client.set(key, invalidated, 'PX', markMs);
    this.untold = {
      shared: new Untold(advice, (key) =>
        this.tell((client) => Promise.all([mark(client, key), this.hint(client, key)])),
      ),
      own: new Untold(advice, (key) => this.tell((client) => this.hint(client, key))),
    };
  }

  /** @param prefix what the listener's keys begin with, up to its second colon. */
  listen(prefix: string, listener: HintListener): void {
    this.listeners.set(prefix, listener);
  }

  /** Tells the other processes, now or when Redis is back; `shared`: Redis itself may hold it. */
  say(key: string, kept: 'shared' | 'own'): Promise<void> {
    return this.untold[kept].say(key);
  }

  private async tell(how: (client: Redis) => Promise<unknown>): Promise<boolean> {
    return (await this.advice.ask((client) => how(client).then(() => true))) ?? false;
  }

  private hint(client: Redis, key: string): Promise<number> {
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
