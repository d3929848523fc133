import { ChatSession, Outbox } from '@parley/web-chat-page';
import { matches } from '../scripts.ts';
import type { LineLog } from './line-log.ts';
import type { Said, Talk } from './judge-talk.ts';
import { WatchedServer } from './watched-server.ts';

type Shown = Parameters<Parameters<ChatSession['subscribe']>[0]>[0];

/** What can be said, and what is answered to it. */
export interface Question {
  readonly text: string;
  readonly replies: readonly string[];
}

/** Somebody with the web chat's widget open: its own session, outbox, resuming and trying again, in Node instead of a page. */
export class Visitor {
  private readonly session: ChatSession;
  private readonly server: WatchedServer;
  private readonly said: Said[] = [];
  private shown: Shown | null = null;
  /** What the last question is still to be answered with, and when it was asked. */
  private waitsFor: { readonly replies: readonly string[]; readonly since: number } | null = null;

  constructor(
    origin: string,
    connection: string,
    private readonly log: LineLog,
  ) {
    this.server = new WatchedServer(origin, connection, log, (id) => this.acknowledged(id));
    this.session = new ChatSession(this.server, new Outbox(pageWithoutMemory(), connection));
    this.session.subscribe((state) => this.show(state));
  }

  /** Comes in; from then on its line is kept by itself. */
  enter(greeting: string): void {
    this.waitsFor = { replies: [greeting], since: performance.now() };
    void this.session.run();
  }

  /** Whether nothing is owed to them: they may say something else. */
  get isIdle(): boolean {
    return this.waitsFor === null;
  }

  get hasSocket(): boolean {
    return this.server.hasSocket;
  }

  say({ text, replies }: Question): void {
    const since = performance.now();
    this.waitsFor = { replies, since };
    this.session.say(text);
    const id = this.shown?.pending.at(-1)?.id ?? '';
    this.said.push({ id, text, replies, since, acknowledged: false });
  }

  leave(): void {
    this.session.stop();
  }

  talk(): Talk {
    const { said, shown } = this;
    return {
      ...{ said, messages: shown?.messages ?? [], conversation: this.session.currentVisit()?.conversation ?? '' },
      refused: shown?.line === 'refused' || shown?.pending.some(({ refused }) => refused !== undefined) === true,
    };
  }

  private acknowledged(id: string): void {
    const found = this.said.find((one) => one.id === id);
    if (found === undefined || found.acknowledged) return;
    found.acknowledged = true;
    this.log.acknowledgement.add(performance.now() - found.since);
  }

  private show(state: Shown): void {
    this.shown = state;
    if (this.waitsFor === null || state.pending.length > 0) return;
    const { replies, since } = this.waitsFor;
    const heard = state.messages.slice(-replies.length).map(({ from, text }) => (from === 'person' ? '' : text));
    if (heard.length < replies.length || !replies.every((reply, index) => matches(reply, heard[index] ?? ''))) return;
    this.waitsFor = null;
    this.log.reply.add(performance.now() - since);
  }
}

/** Where `localStorage` is not to be had the widget keeps nothing, and neither do we. */
function pageWithoutMemory(): ConstructorParameters<typeof Outbox>[0] {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}
