import { content, WebVisitor, type HttpAnswer, type HttpClient } from '@parley/testing';

/** Somebody at one channel: says things, and sees what is said to them. */
export interface Person {
  /** '' = the channel does not tell. */
  readonly conversation: string;
  /** Ids of the messages as they were shown, in order: one shown twice is here twice. */
  readonly shown: readonly string[];
  /** Texts of what others said, in the order in which they are shown. */
  readonly heard: readonly string[];
  /** Comes in; answers the event's id once it is acknowledged, and rejects until then. */
  opened(): Promise<string>;
  /** The same `id` is the same message, however often it is sent. Answers and rejects as `opened` does. */
  say(id: string, text: string): Promise<string>;
  /** Looks for what is new. */
  look(): Promise<void>;
}

/** At the page of a web chat. */
export class WebPerson implements Person {
  readonly shown: string[] = [];

  private constructor(private readonly visitor: WebVisitor) {}

  static async arrive(http: HttpClient, connection: string): Promise<WebPerson> {
    return new WebPerson(await WebVisitor.arrive(http, connection));
  }

  get conversation(): string {
    return this.visitor.visit.conversation;
  }

  get heard(): readonly string[] {
    return this.visitor.messages.filter(({ from }) => from !== 'person').map(({ text }) => text);
  }

  async opened(): Promise<string> {
    return acknowledged(await this.visitor.opened());
  }

  async say(id: string, text: string): Promise<string> {
    return acknowledged(await this.visitor.say(id, text));
  }

  async look(): Promise<void> {
    const { messages } = await this.visitor.read(2);
    this.shown.push(...messages.map(({ number }) => String(number)));
  }
}

export function acknowledged(answer: HttpAnswer): string {
  return content<{ eventId: string }>(accepted(answer)).eventId;
}

/** A refusal that will not change; everything else is tried again. */
export class Refused extends Error {}

export function accepted(answer: HttpAnswer): HttpAnswer {
  if (answer.status >= 500 || answer.status === 429) throw new Error(`HTTP ${answer.status}`);
  if (answer.status >= 400) throw new Refused(`HTTP ${answer.status}: ${JSON.stringify(answer.content)}`);
  return answer;
}
