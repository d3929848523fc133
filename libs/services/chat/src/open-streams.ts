/** How many readers hold a conversation open: several tabs are welcome, a flood of them is not. */
export class OpenStreams {
  private readonly limit: number;
  private readonly readers = new Map<string, number>();
  private readonly closers = new Set<AbortController>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** A signal that ends this reader; null = too many. Give it back with `close`. */
  open(conversation: string): AbortController | null {
    const count = this.readers.get(conversation) ?? 0;
    if (count >= this.limit) return null;
    this.readers.set(conversation, count + 1);
    const closing = new AbortController();
    this.closers.add(closing);
    return closing;
  }

  close(conversation: string, closing: AbortController): void {
    if (!this.closers.delete(closing)) return;
    closing.abort();
    const left = (this.readers.get(conversation) ?? 1) - 1;
    if (left > 0) this.readers.set(conversation, left);
    else this.readers.delete(conversation);
  }

  /** While draining: readers resume elsewhere by their number. */
  closeAll(): void {
    for (const closing of this.closers) closing.abort();
  }
}
