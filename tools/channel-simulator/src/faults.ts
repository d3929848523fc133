/** What the fake far side does instead of what it is asked. */
export interface Fault {
  /** Of this method of the API, e.g. `chat.postMessage`, or `response_url`. */
  readonly method: string;
  /** Answered with this status instead of 200. */
  readonly status?: number;
  /** Seconds, as `Retry-After`. */
  readonly retryAfter?: number;
  /** Answered as `{ok: false, error}`. */
  readonly error?: string;
  /** Answered after so long, ms. */
  readonly afterMs?: number;
  /** Not answered at all: the line is cut. */
  readonly cuts?: boolean;
  /** Whether it is carried out all the same, so that only the answer is wrong. */
  readonly does?: boolean;
  /** How often; 1 unless told. */
  readonly times?: number;
}

/** Faults arranged beforehand, the next ones first. */
export class Faults {
  private readonly waiting: { readonly fault: Fault; left: number }[] = [];

  arrange(fault: Fault): void {
    this.waiting.push({ fault, left: fault.times ?? 1 });
  }

  take(method: string): Fault | undefined {
    const index = this.waiting.findIndex(({ fault }) => fault.method === method);
    const found = this.waiting[index];
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left === 0) this.waiting.splice(index, 1);
    return found.fault;
  }

  clear(): void {
    this.waiting.length = 0;
  }
}

/** Tokens by channel: Slack takes about one message a second in a channel, with short bursts. */
export class ChannelBuckets {
  private readonly left = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  /** Seconds to wait; 0 = taken. */
  take(channel: string, now: number): number {
    const known = this.left.get(channel) ?? { tokens: this.burst, at: now };
    const tokens = Math.min(this.burst, known.tokens + ((now - known.at) / 1000) * this.perSecond);
    const isTaken = tokens >= 1;
    this.left.set(channel, { tokens: isTaken ? tokens - 1 : tokens, at: now });
    return isTaken ? 0 : Math.max(1, Math.ceil((1 - tokens) / this.perSecond));
  }
}
