import type { Redis } from 'ioredis';
import type { Watch } from './watch.ts';

export interface HintListener {
  readonly onHint: (text: string) => void;
  /** The channel is heard from now on; what was said before may have been missed. */
  readonly onGap: () => void;
}

/** A dead connection that only listens would never be noticed: it is asked for a sign of life this often, ms. */
const signOfLifeMs = 5_000;

/** What other processes say on a few fixed channels, over a connection of its own. */
export class Hints {
  private readonly client: Redis;
  private readonly watch: Watch;
  private readonly namespace: string;
  private readonly listeners = new Map<string, HintListener>();
  private readonly timer: NodeJS.Timeout;
  private subscribing: Promise<void> = Promise.resolve();
  private isHeard = false;

  constructor(client: Redis, watch: Watch, namespace = '') {
    this.client = client;
    this.watch = watch;
    this.namespace = namespace;
    client.on('message', (channel: string, text: string) => this.listeners.get(channel)?.onHint(text));
    client.on('close', () => (this.isHeard = false));
    client.on('ready', () => (this.subscribing = this.subscribe()));
    this.timer = setInterval(() => void this.look(), signOfLifeMs).unref();
  }

  /** One listener for a channel, named before `connect`. Answers the channel's full name, to publish on. */
  listen(channel: string, listener: HintListener): string {
    const name = `${this.namespace}${channel}`;
    this.listeners.set(name, listener);
    return name;
  }

  /** Until the channels are heard, or the first try has failed; it is tried again for ever. */
  async connect(): Promise<void> {
    await this.client.connect().catch(() => undefined);
    await this.subscribing;
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async subscribe(): Promise<void> {
    try {
      await this.client.subscribe(...this.listeners.keys());
      this.isHeard = true;
      for (const { onGap } of this.listeners.values()) onGap();
    } catch (error) {
      this.watch.failed(error);
    }
  }

  private async look(): Promise<void> {
    if (this.client.status !== 'ready') return;
    if (!this.isHeard) return this.subscribe();
    await this.client.ping().catch(() => undefined);
  }
}
