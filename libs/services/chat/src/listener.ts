import type { LiveUpdates, News } from '@parley/ports';

/** More than this is read again rather than kept for a reader that is slow to take it. */
const mostKept = 32;

/** What is heard of a conversation. Listening begins before the reading, so that nothing falls between the two. */
export class Listener {
  private heard: (News | undefined)[] = [];
  private ended = false;
  private wake: () => void = () => undefined;
  private readonly unsubscribe: () => void;

  constructor(updates: LiveUpdates, conversation: string) {
    this.unsubscribe = updates.subscribe(conversation, (news) => {
      if (this.heard.length < mostKept) this.heard.push(news);
      else this.heard = [undefined];
      this.wake();
    });
  }

  /** Until something is heard, the time is up, or the listening ends. */
  async within(ms: number): Promise<void> {
    if (this.ended || this.heard.length > 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** What was heard since the last time; undefined = something that nobody said more about. */
  take(): readonly (News | undefined)[] {
    const { heard } = this;
    this.heard = [];
    return heard;
  }

  end(): void {
    this.ended = true;
    this.unsubscribe();
    this.wake();
  }
}
