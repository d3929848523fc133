import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buttonsOf } from './buttons.ts';
import type { ShownButton } from './buttons.ts';
import { ChannelBuckets, Faults } from './faults.ts';
import type { Fault } from './faults.ts';
import { changedEvent, commandForm, deletedEvent, eventCallback, interactionForm, messageEvent } from './requests.ts';
import type { AppIdentity } from './requests.ts';
import { Sender } from './sender.ts';
import type { Sent } from './sender.ts';
import { serveWebApi } from './web-api-server.ts';
import type { AnswerUrl, ApiCall } from './web-api-server.ts';
import { Workspace } from './workspace.ts';
import type { FakeMessage } from './workspace.ts';

export interface FakeSlackOptions {
  /** 0 = any free one. */
  readonly port?: number;
  /** The app's request URL, for events, interactivity and commands alike; it may be told later. */
  readonly target?: string;
  readonly signingSecret?: string;
  readonly botToken?: string;
  /** How many messages a second one channel takes, and how many at once. */
  readonly perSecond?: number;
  readonly burst?: number;
  /** How long the app has to answer, ms; Slack's is 3,000. */
  readonly patienceMs?: number;
  /** What Slack's minute is here, ms: retries come at once, after one and after five. */
  readonly minuteMs?: number;
  /** Whether the app is told of its own messages, as it is when it reads a channel. */
  readonly echoes?: boolean;
  /** Whether calls and the app's messages are kept to be looked at, as they are unless told: under load they are too many. */
  readonly remembers?: boolean;
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

/** What people say: where, and in which thread. */
export interface Speech {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly thread?: string;
  readonly files?: readonly { readonly mimetype: string }[];
}

/** A message as it came to be, and how the app was told of it. */
export interface Spoken {
  readonly ts: string;
  readonly sent: readonly Sent[];
}

/** An event that the app is told by hand. */
export interface ToldEvent {
  /** Of the message it tells of: workspace, channel and time, which no other shares. */
  readonly id: string;
  tell(): Promise<Sent>;
}

/** A Slack of one workspace with one app: its Web API, and the requests that it sends the app. */
export class FakeSlack {
  readonly identity: AppIdentity = { team: 'T0FAKE', app: 'A0FAKE', botUser: 'U0BOT', botId: 'B0BOT' };
  readonly signingSecret: string;
  readonly botToken: string;
  /** Every call of the API, in order. */
  readonly calls: ApiCall[] = [];
  private readonly workspace = new Workspace();
  private readonly faults = new Faults();
  private readonly answerUrls = new Map<string, AnswerUrl>();
  private readonly options: FakeSlackOptions;
  private readonly posts = new Set<(channel: string, message: FakeMessage) => void>();
  private readonly echoing = new Set<Promise<unknown>>();
  private lastUrl = '';
  private sender: Sender;
  private server: Server | null = null;
  private count = 0;

  private constructor(options: FakeSlackOptions) {
    this.options = options;
    this.signingSecret = options.signingSecret ?? '8f742231b10e8888abcd99yyyzzz85a5';
    this.botToken = options.botToken ?? 'xoxb-0-fake-token';
    this.sender = this.openSender(options.target ?? '');
  }

  static async start(options: FakeSlackOptions = {}): Promise<FakeSlack> {
    const slack = new FakeSlack(options);
    const buckets = new ChannelBuckets(options.perSecond ?? 1, options.burst ?? 5);
    const { workspace, faults, calls, answerUrls, botToken, identity } = slack;
    const onPost = (channel: string, message: FakeMessage): void => slack.posted(channel, message);
    const remembers = options.remembers ?? true;
    const parts = { workspace, faults, buckets, botToken, calls, answerUrls, onPost, remembers, ...identity };
    const server = createServer((request, response) => {
      serveWebApi(parts, request, response).catch(() => response.destroy());
    });
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    slack.server = server;
    return slack;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  }

  /** What an app takes for `https://slack.com/api`. */
  get apiUrl(): string {
    return `${this.origin}/api`;
  }

  /** Where the app listens from now on. */
  aim(target: string): void {
    const before = this.sender;
    this.sender = this.openSender(target);
    void before.close();
  }

  /** The next call of a method goes wrong like this. */
  arrange(fault: Fault): void {
    this.faults.arrange(fault);
  }

  archive(channel: string): void {
    this.workspace.archive(channel);
  }

  /** Where the last command or pressed button may be answered. */
  get answerUrl(): string {
    return this.lastUrl;
  }

  /** What is in a channel, in the order posted; what only one person sees is marked. */
  messages(channel: string): readonly FakeMessage[] {
    return this.workspace.messages(channel);
  }

  /** What the app wrote there, in that thread if one is named. */
  answers(channel: string, thread?: string): readonly FakeMessage[] {
    const isOwn = (message: FakeMessage): boolean => message.bot_id === this.identity.botId;
    const written = this.messages(channel).filter(isOwn);
    return thread === undefined ? written : written.filter((message) => message.thread_ts === thread);
  }

  /** The buttons of the app's last message there that has any. */
  buttons(channel: string): readonly ShownButton[] {
    return buttonsOf(this.answers(channel));
  }

  onMessage(listener: (channel: string, message: FakeMessage) => void): void {
    this.posts.add(listener);
  }

  /** A person says something; the app is told as it is subscribed: in direct messages and channels, and again if it is mentioned. */
  async say({ channel, user, text, thread, files }: Speech): Promise<Spoken> {
    const message = this.workspace.add(channel, {
      ...{ type: 'message', ts: this.workspace.ts(), user, text },
      ...(thread !== undefined && { thread_ts: thread }),
      ...(files && { files, subtype: 'file_share' }),
    });
    const types = ['message', 'app_mention'] as const;
    const isMention = !channel.startsWith('D') && text.includes(`<@${this.identity.botUser}>`);
    const told = types.slice(0, isMention ? 2 : 1).map((type) => this.sendEvent(messageEvent(type, channel, message)));
    return { ts: message.ts, sent: await Promise.all(told) };
  }

  /** A person says something, of which the app hears as often as it is told: once for each call, without retries. */
  speak({ channel, user, text }: Pick<Speech, 'channel' | 'user' | 'text'>): ToldEvent {
    const message = this.workspace.add(channel, { type: 'message', ts: this.workspace.ts(), user, text });
    const event = eventCallback(this.identity, this.next('Ev'), messageEvent('message', channel, message));
    const body = JSON.stringify(event);
    return { id: `${this.identity.team}:${channel}:${message.ts}`, tell: () => this.send(body, json, 0) };
  }

  /** With a mention of the app in front. */
  mention(speech: Speech): Promise<Spoken> {
    return this.say({ ...speech, text: `<@${this.identity.botUser}> ${speech.text}` });
  }

  edit(channel: string, ts: string, text: string): Promise<Sent> {
    const { before, after } = this.workspace.change(channel, ts, text);
    return this.sendEvent(changedEvent(channel, this.workspace.ts(), before, after));
  }

  delete(channel: string, ts: string): Promise<Sent> {
    return this.sendEvent(deletedEvent(channel, this.workspace.ts(), this.workspace.remove(channel, ts)));
  }

  /** A person presses a button that the app showed. */
  press(channel: string, user: string, { element, message }: ShownButton): Promise<Sent> {
    const more = {
      channel: { id: channel, name: 'somewhere' },
      container: {
        ...{
          type: 'message',
          message_ts: message.ts,
          channel_id: channel,
          is_ephemeral: message.onlyFor !== undefined,
        },
        ...(message.thread_ts !== undefined && { thread_ts: message.thread_ts }),
      },
      ...(message.onlyFor === undefined && { message }),
      response_url: this.newAnswerUrl(channel, user),
      actions: [{ ...element, type: 'button', action_ts: this.workspace.ts() }],
    };
    return this.interact('block_actions', user, more);
  }

  /** Any interaction, as Slack wraps it. */
  interact(type: string, user: string, more: Readonly<Record<string, unknown>>): Promise<Sent> {
    const body = interactionForm(this.identity, { type, user, trigger: this.next('trigger'), more });
    return this.send(body, form, 0);
  }

  command(channel: string, user: string, command: string, text: string): Promise<Sent> {
    const body = commandForm(this.identity, {
      ...{
        command,
        text,
        channel_id: channel,
        channel_name: 'somewhere',
        user_id: user,
        user_name: user.toLowerCase(),
      },
      ...{ response_url: this.newAnswerUrl(channel, user), trigger_id: this.next('trigger') },
    });
    return this.send(body, form, 0);
  }

  /** Asks the app for its challenge, as when its request URL is entered. */
  async verify(): Promise<boolean> {
    const challenge = this.next('challenge');
    const body = JSON.stringify({ token: 'not-for-verifying', challenge, type: 'url_verification' });
    const { attempts } = await this.send(body, json, 0);
    const said = attempts[0]?.body ?? '';
    return attempts[0]?.status === 200 && (said === challenge || said === JSON.stringify({ challenge }));
  }

  /** Tells of an event in the usual envelope. */
  sendEvent(event: Readonly<Record<string, unknown>>): Promise<Sent> {
    return this.send(JSON.stringify(eventCallback(this.identity, this.next('Ev'), event)), json);
  }

  /** Signs and delivers any body. Retried unless told. */
  send(body: string, contentType: string = json, retries?: number): Promise<Sent> {
    return this.sender.send(body, contentType, retries);
  }

  async stop(): Promise<void> {
    await this.sender.close();
    await Promise.all(this.echoing);
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private posted(channel: string, message: FakeMessage): void {
    for (const listener of this.posts) listener(channel, message);
    if (this.options.echoes !== true || message.onlyFor !== undefined) return;
    const echo = this.sendEvent(messageEvent('message', channel, message));
    this.echoing.add(echo);
    void echo.finally(() => this.echoing.delete(echo));
  }

  private newAnswerUrl(channel: string, user: string): string {
    const id = this.next('a');
    this.answerUrls.set(id, { channel, user, until: Date.now() + 30 * 60_000, uses: 0 });
    this.lastUrl = `${this.origin}/answers/${id}`;
    return this.lastUrl;
  }

  private next(kind: string): string {
    this.count += 1;
    return `${kind}${Date.now().toString(36)}${this.count}`;
  }

  private openSender(target: string): Sender {
    const { patienceMs = 3_000, minuteMs = 60_000 } = this.options;
    return new Sender({ target, signingSecret: this.signingSecret, patienceMs, minuteMs, now: () => Date.now() });
  }
}
