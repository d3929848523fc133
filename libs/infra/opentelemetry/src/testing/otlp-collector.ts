import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it arrived (OTLP over HTTP, JSON). */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty or absent = the first of its trace here. */
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

interface TracesBody {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly ReceivedSpan[] }[] }[];
}

export interface ReceivedMetric {
  readonly name: string;
  readonly histogram?: { readonly dataPoints: readonly ReceivedHistogram[] };
}

interface ReceivedHistogram {
  readonly count: number;
  readonly sum: number;
  readonly bucketCounts: readonly number[];
  readonly explicitBounds: readonly number[];
}

interface MetricsBody {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly ReceivedMetric[] }[];
  }[];
}

/** Takes what is sent to a collector: JSON is read, anything else only kept. */
export class OtlpCollector {
  readonly spans: ReceivedSpan[] = [];
  /** Figures as they came last, by their names. */
  readonly metrics = new Map<string, ReceivedMetric>();
  readonly contentTypes = new Set<string>();
  /** Everything that was received, one text. */
  raw = '';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<OtlpCollector> {
    const server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        collector.take(request.url ?? '', request.headers['content-type'] ?? '', body);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    const collector = new OtlpCollector(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What to set so that everything comes here at once. */
  get env(): Readonly<Record<string, string>> {
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: this.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_METRIC_EXPORT_INTERVAL: '200',
    };
  }

  /** Waits for spans. @throws Error naming those that are there, after `patienceMs` */
  async until(isThere: (spans: readonly ReceivedSpan[]) => boolean, patienceMs = 10_000): Promise<void> {
    const giveUpAt = Date.now() + patienceMs;
    while (!isThere(this.spans)) {
      if (Date.now() > giveUpAt) throw new Error(`Only these came: ${this.spans.map(({ name }) => name).join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(path: string, contentType: string, body: Buffer): void {
    this.contentTypes.add(contentType);
    this.raw += body.toString('utf8');
    if (!contentType.startsWith('application/json')) return;
    const read: unknown = JSON.parse(body.toString('utf8'));
    if (path === '/v1/traces') {
      for (const { scopeSpans } of (read as TracesBody).resourceSpans) {
        this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
      }
    } else if (path === '/v1/metrics') {
      for (const { scopeMetrics } of (read as MetricsBody).resourceMetrics) {
        for (const one of scopeMetrics.flatMap(({ metrics }) => metrics)) this.metrics.set(one.name, one);
      }
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
