import { apartFromCall } from '@parley/contracts';
import { within } from './within.ts';

/** After this the next call begins beside the one that is under way, ms. */
const PATIENCE_MS = 1_000;

/**
 * Gathers what is asked for while a call is under way into the next call, so that a burst costs two calls, not hundreds. A call
 * without an answer holds up its own requests, and those behind it for a second.
 */
export class Coalescer<Request, Answer> {
  private readonly call: (requests: readonly Request[]) => Promise<readonly Answer[]>;
  private readonly maxBatch: number;
  private readonly everyMs: number;
  private begun = Number.NEGATIVE_INFINITY;
  private waiting: Waiting<Request, Answer>[] = [];
  private running = false;

  /** @param call answers in the order of its requests; a rejection is every waiter's of that batch. */
  constructor(
    call: (requests: readonly Request[]) => Promise<readonly Answer[]>,
    { maxBatch = 512, everyMs = 0 }: CoalescerOptions = {},
  ) {
    this.call = call;
    this.maxBatch = maxBatch;
    this.everyMs = everyMs;
  }

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve, reject });
      if (!this.running) {
        this.running = true;
        // A microtask later, so that all requests of one loop (`Promise.all(refs.map(ask))`) share the first call as well.
        queueMicrotask(() => void apartFromCall(() => this.run()));
      }
    });
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const waitMs = this.begun + this.everyMs - performance.now();
      if (waitMs > 0 && this.waiting.length < this.maxBatch) {
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
      this.begun = performance.now();
      await within(PATIENCE_MS, this.settle(this.waiting.splice(0, this.maxBatch)));
    }
    this.running = false;
  }

  private async settle(batch: readonly Waiting<Request, Answer>[]): Promise<void> {
    try {
      const answers = await this.call(batch.map(({ request }) => request));
      if (answers.length !== batch.length) throw new Error(`${batch.length} requests got ${answers.length} answers`);
      batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

export interface CoalescerOptions {
  /** What one call carries. */
  readonly maxBatch?: number;
  /** Calls that are not full begin no sooner after each other, ms: what comes meanwhile goes along. The first one waits for nothing. */
  readonly everyMs?: number;
}

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}
