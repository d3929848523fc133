import { LRUCache } from 'lru-cache';

const forgottenAfterMs = 30_000;

/**
 * Which conversations are being answered now: shown as typing, never stored, forgotten after a while. A message is
 * answered when it was settled here, or is read in its place: another process may have settled it.
 */
export class Answering {
  private readonly open: LRUCache<string, ReadonlySet<string>>;
  private readonly typists: LRUCache<string, number>;

  constructor(now: () => number) {
    const clock = { now };
    this.open = new LRUCache({ max: 50_000, ttl: forgottenAfterMs, perf: clock });
    this.typists = new LRUCache({ max: 50_000, ttl: 5_000, perf: clock });
  }

  begin(conversation: string, eventId: string): void {
    this.open.set(conversation, new Set(this.open.get(conversation)).add(eventId));
  }

  settle(conversation: string, eventIds: readonly string[]): void {
    const begun = this.open.get(conversation);
    if (begun === undefined) return;
    const left = new Set([...begun].filter((eventId) => !eventIds.includes(eventId)));
    if (left.size > 0) this.open.set(conversation, left);
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
