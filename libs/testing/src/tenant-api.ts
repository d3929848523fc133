import { content, type HttpAnswer, type HttpClient } from './http.ts';

export interface NewConnection {
  readonly connection: string;
}

/** `/v1` with one API key. */
export class TenantApi {
  constructor(
    private readonly http: HttpClient,
    private readonly key: string,
  ) {}

  /** Creates a tenant with the platform key; answers its API with the first key. */
  static async createTenant(
    http: HttpClient,
    platformKey: string,
    name: string,
  ): Promise<{ readonly tenant: string; readonly apiKey: string; readonly api: TenantApi }> {
    const made = content<{ tenant: string; apiKey: string }>(
      await http.call('POST', '/v1/tenants', { name }, { token: platformKey }),
    );
    return { ...made, api: new TenantApi(http, made.apiKey) };
  }

  /** Draft, publish, default: new episodes run it. Answers the version's hash. */
  async publish(flow: string, text: string): Promise<string> {
    content(await this.call('PUT', `/v1/flows/${flow}/draft`, { text }));
    const { hash } = content<{ hash: string }>(await this.call('POST', `/v1/flows/${flow}/publish`, {}));
    content(await this.call('PUT', `/v1/flows/${flow}/default`, { hash }));
    return hash;
  }

  async connect(flow: string, allowedOrigins: readonly string[]): Promise<string> {
    const made = content<NewConnection>(
      await this.call('POST', '/v1/connections', {
        channel: 'web-chat',
        flow,
        settings: { allowedOrigins, showJournal: true },
      }),
    );
    return made.connection;
  }

  agentSays(conversation: string, id: string, text: string): Promise<HttpAnswer> {
    return this.call('POST', `/v1/conversations/${conversation}/agent-messages`, { id, agent: 'eve', text });
  }

  closeHandoff(conversation: string, id: string): Promise<HttpAnswer> {
    return this.call('POST', `/v1/conversations/${conversation}/close-handoff`, { id, agent: 'eve' });
  }

  erase(conversation: string): Promise<HttpAnswer> {
    return this.call('DELETE', `/v1/conversations/${conversation}`);
  }

  async journal(conversation: string, after = 0): Promise<readonly JournalEntryView[]> {
    return content<{ entries: JournalEntryView[] }>(
      await this.call('GET', `/v1/conversations/${conversation}/journal?after=${after}`),
    ).entries;
  }

  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<HttpAnswer> {
    return this.http.call(method, path, body, { token: this.key });
  }
}

/** What the API tells of one entry; the parts that tests look at. */
export interface JournalEntryView {
  readonly seq: number;
  readonly states: readonly string[];
  readonly entry: {
    readonly stimulus: { readonly eventId: string; readonly body: { readonly kind: string } };
    readonly outcome: { readonly kind: string; readonly code?: string };
    readonly messages: readonly {
      readonly number: number;
      readonly from: string;
      readonly text: string;
      readonly eventId: string;
    }[];
    readonly settles: readonly string[];
    readonly now: number;
  } | null;
}
