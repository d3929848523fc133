/** Nothing came back in time: whether it was done is not known. */
export class NoAnswer extends Error {
  // Without a name of its own: the driver copies what an error has into one whose name cannot be set.
  constructor(ms: number) {
    super(`MongoDB did not answer within ${ms} ms.`);
  }
}

/** Spread into the options of an operation: writes heed it too, though their types do not name it. */
export interface Ending {
  readonly signal: AbortSignal;
}

/**
 * Ends an operation that waits too long for an answer. The driver (7.9) does not always: what it writes to a connection just as
 * the server hangs up waits for ever, and keeps its place in the pool.
 */
export class Patience {
  readonly ending: Ending;
  readonly #controller = new AbortController();

  /** @param ms for each answer */
  constructor(private readonly ms: number) {
    this.ending = { signal: this.#controller.signal };
  }

  /** Work of the operation that has been given the ending. Rejects with NoAnswer. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#controller.abort(new NoAnswer(this.ms)), this.ms);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }
}

/** For an operation of one answer. */
export function patiently<T>(ms: number, work: (ending: Ending) => Promise<T>): Promise<T> {
  const patience = new Patience(ms);
  return patience.during(() => work(patience.ending));
}
