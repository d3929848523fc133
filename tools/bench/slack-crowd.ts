import { eventCallback, messageEvent, signedHeaders } from '@parley/channel-simulator';
import type { Turn } from './conversation-load.ts';
import { farName } from './far-words.ts';

/** One person with the app: in a direct message, or in a thread of a channel that others use as well. */
export interface SlackTalk {
  readonly channel: string;
  readonly thread: string | undefined;
  readonly user: string;
  /** What the far side calls it. */
  readonly name: string;
  /** Turns acknowledged, since the beginning and when this phase began. */
  turns: number;
  begun: number;
  /** When each turn of this phase was due to be said, ms of the monotonic clock. */
  readonly saidAt: number[];
  busy: boolean;
  /** Requests for the next turns, made ahead. */
  ready: Buffer[];
}

const CHANNELS = 50;
const identity = { team: 'T0FAKE', app: 'A0FAKE', botUser: 'U0BOT', botId: 'B0BOT' };

/** How everybody begins, and what all say from then on, round and round. */
export interface Dialogue {
  readonly opening: Turn;
  readonly cycle: readonly Turn[];
}

export interface SlackTarget {
  readonly port: number;
  readonly path: string;
  readonly signingSecret: string;
}

/** People with something to say, every second one of them in a thread; their requests are made and signed as Slack does. */
export class SlackCrowd {
  readonly talks: readonly SlackTalk[];
  private readonly target: SlackTarget;
  private readonly dialogue: Dialogue;
  private lastMicros = Date.now() * 1000;

  constructor(target: SlackTarget, dialogue: Dialogue, count: number) {
    this.target = target;
    this.dialogue = dialogue;
    this.talks = Array.from({ length: count }, (_, index) => this.talk(index));
  }

  /** A request like all others. */
  sample(): Buffer {
    const [talk = this.talk(0)] = this.talks;
    return this.request(talk, 1);
  }

  /** The next turn's request; the same bytes again until it is acknowledged. */
  next(talk: SlackTalk): Buffer {
    return (talk.ready[talk.turns - talk.begun] ??= this.request(talk, talk.turns));
  }

  /** From here on turns, times and requests are counted anew; so many turns of each are made ahead. */
  beginPhase(ahead: number): void {
    for (const talk of this.talks) {
      talk.begun = talk.turns;
      talk.saidAt.length = 0;
      talk.ready = Array.from({ length: ahead }, (_, turn) => this.request(talk, talk.turns + turn));
    }
  }

  turn(number: number): Turn {
    const { opening, cycle } = this.dialogue;
    return number === 0 ? opening : (cycle[(number - 1) % cycle.length] ?? opening);
  }

  private talk(index: number): SlackTalk {
    const isThread = index % 2 === 1;
    const channel = isThread ? `C${index % CHANNELS}` : `D${index}`;
    const thread = isThread ? this.ts() : undefined;
    const name = farName(channel, thread);
    return { channel, thread, user: `U${index}`, name, turns: 0, begun: 0, saidAt: [], busy: false, ready: [] };
  }

  /** In a channel the app has to be called by its name first, and from then on it listens to the thread. */
  private request({ channel, user, thread }: SlackTalk, turn: number): Buffer {
    const { say } = this.turn(turn);
    const opens = turn === 0 && thread !== undefined;
    const ts = opens ? thread : this.ts();
    const text = opens ? `<@${identity.botUser}> ${say}` : say;
    const message = { type: 'message' as const, ts, user, text, ...(thread && !opens && { thread_ts: thread }) };
    const event = messageEvent('message', channel, message);
    const body = JSON.stringify(eventCallback(identity, `Ev${ts.replace('.', '')}`, event));
    const { path, port, signingSecret } = this.target;
    const headers = {
      host: `127.0.0.1:${port}`,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'accept-encoding': 'gzip,deflate',
      accept: '*/*',
      ...signedHeaders(signingSecret, body, Date.now()),
      'content-length': String(Buffer.byteLength(body)),
      'content-type': 'application/json',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  }

  private ts(): string {
    this.lastMicros = Math.max(this.lastMicros + 1, Date.now() * 1000);
    return `${Math.floor(this.lastMicros / 1_000_000)}.${String(this.lastMicros % 1_000_000).padStart(6, '0')}`;
  }
}
