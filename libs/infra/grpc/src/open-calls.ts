/** What is under way here: handlers that have not ended, whether or not their callers still wait, and open streams. */
export class OpenCalls {
  private count = 0;
  private idlers: (() => void)[] = [];
  private readonly stops = new Set<() => void>();
  private isStopping = false;

  async run<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.count += 1;
    try {
      return await work();
    } finally {
      this.count -= 1;
      if (this.count === 0) this.idlers.splice(0).forEach((idle) => idle());
    }
  }

  /** @param stop ends a stream from this side; answers how to take it off again. */
  onStop(stop: () => void): () => void {
    if (this.isStopping) stop();
    this.stops.add(stop);
    return () => this.stops.delete(stop);
  }

  /** Streams have no end of their own: their readers resume them elsewhere. One that begins later ends at once. */
  stopStreams(): void {
    this.isStopping = true;
    for (const stop of this.stops) stop();
  }

  /** Once nothing is under way. */
  idle(): Promise<void> {
    return this.count === 0 ? Promise.resolve() : new Promise((resolve) => this.idlers.push(resolve));
  }
}
