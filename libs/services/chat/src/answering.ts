import { LRUCache } from 'lru-cache';

const forgottenAfterMs = 30_000;

/** Which conversations are being answered now: shown as typing, never stored, forgotten after a while. */
export class Answering {
  private readonly open: LRUCache<string, number>;
  private readonly typists: LRUCache<string, number>;

  constructor(now: () => number) {
    const clock = { now };
    this.open = new LRUCache({ max: 50_000, ttl: forgottenAfterMs, perf: clock });
    this.typists = new LRUCache({ max: 50_000, ttl: 5_000, perf: clock });
  }

  begin(conversation: string): void {
    this.open.set(conversation, (this.open.get(conversation) ?? 0) + 1);
  }

  settle(conversation: string): void {
    const left = (this.open.get(conversation) ?? 0) - 1;
    if (left > 0) this.open.set(conversation, left);
    else this.open.delete(conversation);
  }

  /** The visitor types, on some page. */
  note(conversation: string): void {
    this.typists.set(conversation, 1);
  }

  isAnswering(conversation: string): boolean {
    return this.open.has(conversation);
  }

  isVisitorTyping(conversation: string): boolean {
    return this.typists.has(conversation);
  }
}
