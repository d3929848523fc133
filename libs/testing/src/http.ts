import { Pool } from 'undici';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly content: unknown;
}

export interface HttpOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** ms; the request is given up after it. */
  readonly timeoutMs?: number;
}

/** JSON over HTTP to one origin. Network faults reject; every status is an answer. */
export class HttpClient {
  private readonly pool: Pool;

  constructor(
    readonly origin: string,
    connections = 32,
  ) {
    this.pool = new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: 30_000 });
  }

  async call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    options: HttpOptions = {},
  ): Promise<HttpAnswer> {
    const timeoutMs = options.timeoutMs ?? 30_000;
    const answer = await this.pool.request({
      method,
      path,
      body: body === undefined ? null : JSON.stringify(body),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
        ...options.headers,
      },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, content: parsed(text) };
  }

  /** Closes every connection at once; requests under way reject. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

/** The content of an answer that has to be good; a bad one rejects with what the server said. */
export function content<T>(answer: HttpAnswer): T {
  if (answer.status >= 400) throw new Error(`HTTP ${answer.status}: ${JSON.stringify(answer.content)}`);
  return answer.content as T;
}
