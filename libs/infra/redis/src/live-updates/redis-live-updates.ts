import { randomUUID } from 'node:crypto';
import { LiveUpdates, MemoryLiveUpdates, type News, type Subscribers } from '@parley/ports';
import type { Advice } from '../connection/advice.ts';
import type { Hints } from '../connection/hints.ts';
import { Untold } from '../connection/untold.ts';
import { readHint, readNews, writeHint } from './news-text.ts';

export interface RedisLiveUpdatesOptions {
  /** Whether short news travel with their texts. */
  readonly carriesTexts: boolean;
}

/**
 * Hints to every process over one channel, which each hears all the time: who begins to listen hears at once, and thousands of
 * pages cost Redis nothing. Who listens in this process hears without Redis. After a gap every listener is hinted once.
 */
export class RedisLiveUpdates extends LiveUpdates {
  private readonly subscribers: Subscribers = new Map();
  private readonly here = new MemoryLiveUpdates(this.subscribers);
  private readonly origin = randomUUID();
  private readonly channel: string;
  private readonly advice: Advice;
  private readonly untold: Untold;
  private readonly carriesTexts: boolean;

  constructor(advice: Advice, hints: Hints, { carriesTexts }: RedisLiveUpdatesOptions) {
    super();
    this.advice = advice;
    this.carriesTexts = carriesTexts;
    this.channel = hints.listen('live', { onHint: (text) => this.hear(text), onGap: () => void this.hintAll() });
    this.untold = new Untold(advice, (conversation) => this.send(conversation));
  }

  override publish(conversation: string, news?: News): void {
    this.here.publish(conversation, news);
    void this.untold.say(conversation, () => this.send(conversation, news));
  }

  override subscribe(conversation: string, onHint: (news?: News) => void): () => void {
    return this.here.subscribe(conversation, onHint);
  }

  private async send(conversation: string, news?: News): Promise<boolean> {
    const text = writeHint(this.origin, conversation, news, this.carriesTexts);
    return (await this.advice.ask((client) => client.publish(this.channel, text))) !== undefined;
  }

  private hear(text: string): void {
    const hint = readHint(text);
    if (hint === null || hint.origin === this.origin || !this.subscribers.has(hint.conversation)) return;
    this.here.publish(hint.conversation, readNews(hint));
  }

  /** A few at a time: each may read what is new, and thousands would at once. */
  private async hintAll(): Promise<void> {
    let told = 0;
    for (const conversation of [...this.subscribers.keys()]) {
      this.here.publish(conversation);
      told += 1;
      if (told % atOnce === 0) await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
    }
  }
}

const atOnce = 100;
const pauseMs = 20;
