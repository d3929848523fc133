import { LiveUpdates, type News } from './live-updates.ts';

export type Subscribers = Map<string, Set<{ readonly onHint: (news?: News) => void }>>;

/** Hints within one process: the twin, and the right adapter where one process is all there is. */
export class MemoryLiveUpdates extends LiveUpdates {
  private readonly subscribers: Subscribers;

  constructor(subscribers: Subscribers = new Map()) {
    super();
    this.subscribers = subscribers;
  }

  override publish(conversation: string, news?: News): void {
    const set = this.subscribers.get(conversation);
    if (!set) return;
    for (const { onHint } of [...set]) {
      try {
        onHint(news);
      } catch {
        // A subscriber that throws loses its own hint and nobody else's; it reads by watermark anyway.
      }
    }
  }

  override subscribe(conversation: string, onHint: (news?: News) => void): () => void {
    const subscriber = { onHint };
    const set = this.subscribers.get(conversation) ?? new Set();
    this.subscribers.set(conversation, set.add(subscriber));
    return () => {
      set.delete(subscriber);
      if (set.size === 0 && this.subscribers.get(conversation) === set) this.subscribers.delete(conversation);
    };
  }
}
