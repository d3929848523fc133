import { content, type HttpAnswer, type HttpClient } from './http.ts';

export interface VisitorMessage {
  readonly number: number;
  readonly from: 'person' | 'bot' | 'agent';
  readonly text: string;
  readonly choices: readonly VisitorChoice[];
  readonly at: number;
  readonly clientId?: string;
}

export interface VisitorChoice {
  readonly label: string;
  readonly intent: string;
  readonly episode: number;
  readonly question: number;
}

export interface VisitorPage {
  readonly messages: readonly VisitorMessage[];
  readonly last: number;
  readonly status: string;
  readonly typing: boolean;
}

export interface Visit {
  readonly token: string;
  readonly conversation: string;
}

/** One person at a web chat, as the page talks to the server. */
export class WebVisitor {
  readonly messages: VisitorMessage[] = [];
  private readonly base: string;

  private constructor(
    private readonly http: HttpClient,
    connection: string,
    readonly visit: Visit,
  ) {
    this.base = `/channels/web-chat/${connection}`;
  }

  static async arrive(http: HttpClient, connection: string, language = 'en'): Promise<WebVisitor> {
    const answer = await http.call(
      'POST',
      `/channels/web-chat/${connection}/conversations`,
      { language },
      { headers: { origin: http.origin } },
    );
    return new WebVisitor(http, connection, content<Visit>(answer));
  }

  /** The same person after a reload. */
  static resume(http: HttpClient, connection: string, visit: Visit): WebVisitor {
    return new WebVisitor(http, connection, visit);
  }

  opened(): Promise<HttpAnswer> {
    return this.post('opened', {});
  }

  say(id: string, text: string): Promise<HttpAnswer> {
    return this.post('messages', { id, text });
  }

  press(id: string, choice: VisitorChoice): Promise<HttpAnswer> {
    const { label, intent, episode, question } = choice;
    return this.post('messages', { id, text: label, button: { intent, episode, question } });
  }

  /** Reads what is new after the watermark and keeps it. */
  async read(waitSeconds = 0): Promise<VisitorPage> {
    const after = this.messages.at(-1)?.number ?? 0;
    const answer = await this.http.call('GET', `${this.base}/messages?after=${after}&wait=${waitSeconds}`, undefined, {
      token: this.visit.token,
      timeoutMs: (waitSeconds + 30) * 1000,
    });
    const page = content<VisitorPage>(answer);
    this.messages.push(...page.messages.filter((message) => message.number > (this.messages.at(-1)?.number ?? 0)));
    return page;
  }

  /** Reads until `enough` says so; rejects with what there is after `timeoutMs`. */
  async until(
    enough: (messages: readonly VisitorMessage[]) => boolean,
    timeoutMs = 15_000,
  ): Promise<readonly VisitorMessage[]> {
    const deadline = Date.now() + timeoutMs;
    while (!enough(this.messages)) {
      if (Date.now() > deadline)
        throw new Error(
          `not within ${timeoutMs} ms; there is ${JSON.stringify(this.messages.map((message) => message.text))}`,
        );
      await this.read(1);
    }
    return this.messages;
  }

  private post(path: string, body: unknown): Promise<HttpAnswer> {
    return this.http.call('POST', `${this.base}/${path}`, body, { token: this.visit.token });
  }
}
