import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createParleyClient, unwrap, type ParleyClient } from '@parley/client';
import { readParleyConfig, startParley, type Parley } from '../../src/index.ts';

const bankFlow = new URL('../../../docs/examples/bank-transfer.flow.json', import.meta.url);

/** A tenant with its first key. */
export interface TenantWithKey {
  readonly tenant: string;
  readonly apiKey: string;
  readonly client: ParleyClient;
}

/** A whole platform over a database of its own, driven over HTTP alone. */
export class ApiWorld {
  private constructor(
    readonly parley: Parley,
    private readonly folder: string,
    readonly platformKey: string,
  ) {}

  static async start(): Promise<ApiWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-api-'));
    const read = readParleyConfig({ PARLEY_DATA: folder, PORT: '0', PARLEY_DEMO: 'false' });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const parley = await startParley(read.config);
    return new ApiWorld(parley, folder, (await readFile(join(folder, 'platform.key'), 'utf8')).trim());
  }

  client(apiKey: string): ParleyClient {
    return createParleyClient({ url: this.parley.url, apiKey });
  }

  async tenant(tenant: string): Promise<TenantWithKey> {
    const body = { tenant, name: `Tenant ${tenant}` };
    const { apiKey } = await unwrap(this.client(this.platformKey).POST('/v1/tenants', { body }));
    return { tenant, apiKey, client: this.client(apiKey) };
  }

  /** Publishes the bank's flow under this name and connects it; answers the version's hash. */
  async connect({ client }: TenantWithKey, flow: string, connection: string): Promise<string> {
    const text = (await readFile(bankFlow, 'utf8')).replace('"id": "bank-transfer"', `"id": "${flow}"`);
    const path = { flow };
    await unwrap(client.PUT('/v1/flows/{flow}/draft', { params: { path }, body: { text } }));
    const { hash } = await unwrap(client.POST('/v1/flows/{flow}/publish', { params: { path } }));
    await unwrap(client.PUT('/v1/flows/{flow}/default', { params: { path }, body: { hash } }));
    await unwrap(client.POST('/v1/connections', { body: { connection, channel: 'web-chat', flow, ...plain } }));
    return hash;
  }

  /** Any request, as anybody may send it. */
  call(method: string, path: string, options: RawRequest = {}): Promise<Response> {
    const { key, body, headers } = options;
    return fetch(`${this.parley.url}${path}`, {
      method,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  async stop(): Promise<void> {
    await this.parley.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const plain = { settings: { allowedOrigins: ['self'], showJournal: false }, secrets: {} };

export interface RawRequest {
  readonly key?: string;
  /** A text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Status and code of a refusal. */
export async function refusalOf(answer: Response): Promise<readonly [number, string]> {
  const type = answer.headers.get('content-type');
  if (type?.startsWith('application/problem+json') !== true)
    throw new Error(`${answer.status} ${type}: ${await answer.text()}`);
  return [answer.status, ((await answer.json()) as { readonly code: string }).code];
}

/** The code that a call of the client is refused with. */
export async function codeOf(
  call: Promise<{ readonly error?: { readonly code: string } }>,
): Promise<string | undefined> {
  return (await call).error?.code;
}
