/** Reads a stream's source until it ends or is stopped from outside, and gives it back either way. */
export class SourceReader {
  private stopped: { readonly fault: Error | undefined } | undefined;
  private wake: (() => void) | undefined;

  /** @param fault what the reader is told; absent = it only ends. */
  stop(fault?: Error): void {
    this.stopped ??= { fault };
    this.wake?.();
  }

  async *read<Page>(source: AsyncIterator<Page>): AsyncGenerator<Page> {
    let isAsked = false;
    try {
      while (this.stopped === undefined) {
        isAsked = true;
        const next = await this.next(source);
        if (next === undefined) break;
        isAsked = false;
        if (next.done === true) return;
        yield next.value;
      }
      if (this.stopped?.fault !== undefined) throw this.stopped.fault;
    } finally {
      const returned = Promise.resolve(source.return?.());
      // Not waited for while it is asked for more: it may take its time, or never answer.
      if (isAsked) returned.catch(() => undefined);
      else await returned;
    }
  }

  /** undefined = stopped meanwhile. */
  private next<Page>(source: AsyncIterator<Page>): Promise<IteratorResult<Page> | undefined> {
    return new Promise((resolve, reject) => {
      this.wake = () => resolve(undefined);
      source.next().then(resolve, reject);
    });
  }
}
