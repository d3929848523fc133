import type { Dispatcher } from 'undici';

export interface Posting {
  /** `https://slack.com`. */
  readonly origin: string;
  /** From the slash on. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Until the whole answer is there, waiting for a free line included. */
  readonly withinMs: number;
}

export interface Posted {
  readonly status: number;
  readonly bytes: Uint8Array;
  /** The header of that name; empty = there is none. */
  readonly retryAfter: string;
}

/**
 * One request, without the streams and signals that `request` makes for each: at thousands a second those cost more than the
 * rest of a delivery. null = the line broke or the time was up, and nobody knows what became of it.
 */
export function post(lines: Dispatcher, { withinMs, ...posting }: Posting): Promise<Posted | null> {
  return new Promise((resolve) => {
    const answer = new Answer(resolve, withinMs);
    try {
      lines.dispatch({ method: 'POST', ...posting }, answer);
    } catch {
      answer.onResponseError();
    }
  });
}

class Answer implements Dispatcher.DispatchHandler {
  private status = 0;
  private retryAfter = '';
  private readonly chunks: Buffer[] = [];
  private line: Dispatcher.DispatchController | null = null;
  private isOver = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly resolve: (answer: Posted | null) => void,
    withinMs: number,
  ) {
    this.timer = setTimeout(() => {
      this.end(null);
      this.line?.abort(new Error('Too late.'));
    }, withinMs);
  }

  onRequestStart(line: Dispatcher.DispatchController): void {
    this.line = line;
    // Its turn came when its time was up: it is not sent.
    if (this.isOver) line.abort(new Error('Too late.'));
  }

  onResponseStart(
    _line: unknown,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.status = status;
    const header = headers['retry-after'];
    if (typeof header === 'string') this.retryAfter = header;
  }

  onResponseData(_line: unknown, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { status, retryAfter, chunks } = this;
    const [first] = chunks;
    this.end({ status, retryAfter, bytes: chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks) });
  }

  onResponseError(): void {
    this.end(null);
  }

  private end(answer: Posted | null): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.timer);
    this.resolve(answer);
  }
}
