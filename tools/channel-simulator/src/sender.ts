import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { signedHeaders } from './signing.ts';

export interface SenderOptions {
  /** The app's request URL. */
  readonly target: string;
  readonly signingSecret: string;
  /** How long the app has to answer, ms. */
  readonly patienceMs: number;
  /** What a minute of Slack's is here, ms. */
  readonly minuteMs: number;
  /** Slack's clock, ms since the epoch. */
  readonly now: () => number;
}

/** One try to deliver a request, and what came of it. `status` 0 = no answer. */
export interface Attempt {
  readonly retry: number;
  readonly status: number;
  readonly body: string;
  readonly tookMs: number;
}

export interface Sent {
  readonly isAcknowledged: boolean;
  readonly attempts: readonly Attempt[];
}

/** Retries come at once, after a minute and after five. */
const retryMinutes = [0, 1, 5];

/** Signs requests and delivers them as Slack does: again until it is acknowledged in time, three times at most. */
export class Sender {
  private readonly options: SenderOptions;
  private readonly agent: Agent;
  private readonly closing = new AbortController();

  constructor(options: SenderOptions) {
    this.options = options;
    this.agent = new Agent({ connections: 128, pipelining: 1 });
  }

  /** Never rejects: what could not be delivered is an answer. */
  async send(body: string, contentType: string, retries = retryMinutes.length): Promise<Sent> {
    const attempts: Attempt[] = [];
    let reason = '';
    for (let retry = 0; retry <= retries; retry += 1) {
      const waitMs = retry === 0 ? 0 : (retryMinutes[retry - 1] ?? 0) * this.options.minuteMs;
      if (waitMs > 0 && !(await this.pause(waitMs))) break;
      const tried = await this.attempt(body, contentType, retry, reason);
      attempts.push(tried.attempt);
      if (tried.attempt.status >= 200 && tried.attempt.status < 300) return { isAcknowledged: true, attempts };
      if (tried.isFinal || this.closing.signal.aborted) break;
      reason = tried.reason;
    }
    return { isAcknowledged: false, attempts };
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.agent.destroy();
  }

  private async attempt(body: string, contentType: string, retry: number, reason: string) {
    const { target, signingSecret, patienceMs, now } = this.options;
    const began = performance.now();
    const again = retry === 0 ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason };
    const took = (): number => performance.now() - began;
    try {
      const answer = await request(target, {
        method: 'POST',
        dispatcher: this.agent,
        headers: { 'content-type': contentType, ...signedHeaders(signingSecret, body, now()), ...again },
        body,
        signal: AbortSignal.timeout(patienceMs),
      });
      const said = await answer.body.text();
      const attempt = { retry, status: answer.statusCode, body: said, tookMs: took() };
      return { attempt, isFinal: answer.headers['x-slack-no-retry'] === '1', reason: 'http_error' };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      const attempt = { retry, status: 0, body: '', tookMs: took() };
      return { attempt, isFinal: false, reason: isLate ? 'http_timeout' : 'connection_failed' };
    }
  }

  private async pause(ms: number): Promise<boolean> {
    return sleep(ms, true, { signal: this.closing.signal }).catch(() => false);
  }
}
