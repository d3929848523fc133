import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** From the fastest commit to somebody who waits for news, s. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export type Result = 'ok' | 'failed';

/**
 * What the process counts about itself. No label holds a tenant, a conversation or anything that a caller chose: each has
 * a handful of values, given by the code.
 */
export class Meters {
  readonly registry = new Registry();
  private readonly requests = this.counter('http_requests_total', 'Requests answered.', ['route', 'method', 'status']);
  private readonly requestSeconds = this.histogram('http_request_seconds', 'From a request to its whole answer.', [
    'route',
    'method',
  ]);
  private readonly appended = this.counter('log_appended_total', 'Stimuli made durable in the log.', []);
  private readonly appendFailures = this.counter('log_append_failures_total', 'Appends that promised nothing.', []);
  private readonly appendSeconds = this.histogram('log_append_seconds', 'One append, durable.', []);
  private readonly entries = this.counter('entries_total', 'Journal entries written.', ['outcome']);
  private readonly commitFailures = this.counter('commit_failures_total', 'Commits that failed.', []);
  private readonly commitSeconds = this.histogram('commit_seconds', 'One commit of journal entries.', []);
  private readonly replies = this.counter('replies_total', 'Attempts to send a reply.', ['channel', 'result']);
  private readonly replySeconds = this.histogram('reply_seconds', 'One attempt to send a reply.', ['channel']);
  private readonly calls = this.counter('integration_calls_total', 'Calls of integrations.', ['integration', 'result']);
  private readonly callSeconds = this.histogram('integration_call_seconds', 'One call of an integration.', [
    'integration',
  ]);
  private readonly questions = this.counter('model_calls_total', 'Questions to models.', ['model', 'result']);
  private readonly questionSeconds = this.histogram('model_call_seconds', 'One question to a model.', ['model']);
  private readonly leases = this.counter('lease_takes_total', 'Asked whether a conversation is free.', ['result']);
  private readonly leaseSeconds = this.histogram('lease_take_seconds', 'From asking for a lease to its answer.', []);
  private readonly servedCalls = this.counter('grpc_calls_total', 'Calls answered over gRPC.', ['method', 'status']);
  private readonly servedSeconds = this.histogram('grpc_call_seconds', 'One call over gRPC, a stream to its end.', [
    'method',
  ]);
  private readonly complaints = this.counter('complaints_total', 'Log lines of level warn and error.', [
    'level',
    'event',
  ]);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  request(route: string, method: string, status: number, ms: number): void {
    this.requests.inc({ route, method, status });
    this.requestSeconds.observe({ route, method }, ms / 1_000);
  }

  append(result: Result, records: number, ms: number): void {
    if (result === 'ok') this.appended.inc(records);
    else this.appendFailures.inc();
    this.appendSeconds.observe(ms / 1_000);
  }

  commit(result: Result, outcomes: readonly string[], ms: number): void {
    if (result === 'failed') this.commitFailures.inc();
    for (const outcome of outcomes) this.entries.inc({ outcome });
    this.commitSeconds.observe(ms / 1_000);
  }

  reply(channel: string, result: string, ms: number): void {
    this.replies.inc({ channel, result });
    this.replySeconds.observe({ channel }, ms / 1_000);
  }

  call(integration: string, result: string, ms: number): void {
    this.calls.inc({ integration, result });
    this.callSeconds.observe({ integration }, ms / 1_000);
  }

  understanding(model: string, result: 'answered' | 'failed', ms: number): void {
    this.questions.inc({ model, result });
    this.questionSeconds.observe({ model }, ms / 1_000);
  }

  lease(result: 'held' | 'busy' | 'failed', ms: number): void {
    this.leases.inc({ result });
    this.leaseSeconds.observe(ms / 1_000);
  }

  /** @param method `package.Service/Method`, of the contract */
  served(method: string, status: string, ms: number): void {
    this.servedCalls.inc({ method, status });
    this.servedSeconds.observe({ method }, ms / 1_000);
  }

  complaint(level: 'warn' | 'error', event: string): void {
    this.complaints.inc({ level, event });
  }

  private counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name: `parley_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private histogram<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Histogram<Label> {
    const how = { help, labelNames: [...labelNames], buckets, registers: [this.registry] };
    return new Histogram({ name: `parley_${name}`, ...how });
  }
}
