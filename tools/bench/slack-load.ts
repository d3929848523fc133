import type { FarSlack } from './far-slack.ts';
import { Latencies } from './latencies.ts';
import { monotonicMs } from './monotonic.ts';
import { RawLine } from './raw-line.ts';
import type { SlackCrowd, SlackTalk } from './slack-crowd.ts';

/** Replies owed by the server above which nothing is said for a while: what is on credit would not be sustained. */
export const MOST_OWED = 1500;
/** The same, of a small crowd, for each of it: whoever speaks again before the question came is asked once more, and not taken for an answer. */
const OWED_EACH = 0.3;
const REFUSED_PAUSE_MS = 20;

export interface LoadOptions {
  /** For so long, ms. */
  readonly forMs: number;
  readonly lines: number;
  /** Messages a second however long answers take; absent = as many as are answered. */
  readonly perSecond?: number;
  /** So many messages and no more. */
  readonly atMost?: number;
}

/** The people of a crowd in turn, over raw lines: flat out, or at one rate. */
export class SlackLoad {
  readonly ack = new Latencies();
  acknowledged = 0;
  refused = 0;
  private readonly idle: RawLine[] = [];
  private readonly under = new Map<RawLine, SlackTalk>();
  /** At one rate: when those that found no free line were due. */
  private readonly late: number[] = [];
  private next = 0;
  private expected = 0;
  private isOver = false;
  private failed: Error | null = null;
  private readonly lines: readonly RawLine[];
  private readonly mostOwed: number;

  constructor(
    private readonly crowd: SlackCrowd,
    private readonly far: FarSlack,
    port: number,
    private readonly options: LoadOptions,
  ) {
    this.mostOwed = Math.min(MOST_OWED, OWED_EACH * crowd.talks.length);
    const broken = (error: Error): void => void (this.failed ??= error);
    const answered = (line: RawLine, status: number): void => this.answered(line, status);
    this.lines = Array.from({ length: options.lines }, () => new RawLine(port, answered, broken));
    this.idle.push(...this.lines);
  }

  /** Replies that the far side must have in the end. */
  get owedInAll(): number {
    return this.expected;
  }

  /** Replies not there yet. */
  get owed(): number {
    return this.expected - this.far.received;
  }

  /** Resolves when the last request is answered. Rejects when a line breaks. */
  async run(): Promise<void> {
    const began = monotonicMs();
    let scheduled = 0;
    const { forMs, perSecond, atMost = Infinity } = this.options;
    while (monotonicMs() - began < forMs && this.next < atMost && this.failed === null) {
      if (perSecond === undefined) this.sayAll();
      else {
        const due = Math.floor(((monotonicMs() - began) / 1000) * perSecond);
        while (scheduled < due) this.late.push(began + (scheduled++ / perSecond) * 1000);
        this.sayLate();
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    this.isOver = perSecond === undefined;
    while ((this.under.size > 0 || this.late.length > 0) && this.failed === null) {
      this.sayLate();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    for (const line of this.lines) line.close();
    if (this.failed !== null) throw this.failed;
  }

  private sayAll(): void {
    while (this.idle.length > 0 && this.owed <= this.mostOwed && this.say(monotonicMs()));
  }

  private sayLate(): void {
    while (this.late.length > 0 && this.idle.length > 0 && this.say(this.late[0] ?? 0)) this.late.shift();
  }

  /** false = whoever comes next still waits for an answer. */
  private say(dueAt: number): boolean {
    const { talks } = this.crowd;
    if (this.next >= (this.options.atMost ?? Infinity)) return false;
    const talk = talks[this.next % talks.length];
    // Each in its turn: the server closes a line that says nothing for long.
    const line = this.idle.shift();
    if (talk === undefined || line === undefined || talk.busy) {
      if (line !== undefined) this.idle.unshift(line);
      return false;
    }
    this.next += 1;
    talk.busy = true;
    const place = talk.turns - talk.begun;
    talk.saidAt[place] ??= dueAt;
    this.under.set(line, talk);
    line.send(this.crowd.next(talk));
    return true;
  }

  private answered(line: RawLine, status: number): void {
    const talk = this.under.get(line);
    if (talk === undefined) return;
    this.under.delete(line);
    talk.busy = false;
    if (status !== 200) {
      if (status !== 503) this.failed ??= new Error(`A request was answered ${status}, and would be each time.`);
      this.refused += 1;
      // It is said again, in its turn, with the same event id.
      setTimeout(() => this.idle.push(line), REFUSED_PAUSE_MS);
      return;
    }
    const place = talk.turns - talk.begun;
    this.ack.add(monotonicMs() - (talk.saidAt[place] ?? 0));
    this.acknowledged += 1;
    this.expected += this.crowd.turn(talk.turns).replies.length;
    talk.turns += 1;
    this.idle.push(line);
    if (!this.isOver && this.options.perSecond === undefined) this.sayAll();
  }
}
