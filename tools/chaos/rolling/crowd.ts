import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../../oracle/chance.ts';
import { GREETING } from '../scripts.ts';
import type { Talk } from './judge-talk.ts';
import type { LineLog } from './line-log.ts';
import { Visitor, type Question } from './visitor.ts';

const FEES: Question = { text: 'what are the fees?', replies: ['Transfers are free.', 'Anything else?'] };
/** Goes by an adaptor to the bank, which pays once. */
const TRANSFER: Question = { text: 'send 200 to Ann', replies: ['Done, id *.', 'Anything else?'] };
const TRANSFERS_PERCENT = 25;

/** Who comes in while so many are not yet greeted waits. */
const ENTERING_AT_ONCE = 24;
const LOOK_EVERY_MS = 50;
/** Of those who may speak so many are asked at most before somebody is left out. */
const TRIES = 30;

/** Many people, each with a web chat open, who say something now and then. */
export class Crowd {
  private readonly visitors: Visitor[] = [];
  private readonly chance: Chance;
  private isSpeaking = false;
  private speaking: Promise<void> = Promise.resolve();
  private transfersSaid = 0;

  constructor(
    private readonly origin: string,
    private readonly connection: string,
    private readonly log: LineLog,
    seed: number,
  ) {
    this.chance = new Chance(seed);
  }

  get size(): number {
    return this.visitors.length;
  }

  get withSocket(): number {
    return this.visitors.filter(({ hasSocket }) => hasSocket).length;
  }

  /** Asked and not yet answered. */
  get waiting(): number {
    return this.visitors.filter(({ isIdle }) => !isIdle).length;
  }

  get transfers(): number {
    return this.transfersSaid;
  }

  /** Resolves when all of them are greeted and have a socket; rejects when that takes too long, ms. */
  async enter(count: number, withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (this.size < count && performance.now() < deadline) {
      if (this.waiting >= ENTERING_AT_ONCE) await pause(5);
      else {
        const visitor = new Visitor(this.origin, this.connection, this.log);
        this.visitors.push(visitor);
        visitor.enter(GREETING);
      }
    }
    if (!(await this.calm(deadline - performance.now())))
      throw new Error(`Of ${this.size} people ${this.waiting} were not greeted in time.`);
  }

  /** Somebody who waits for nothing says something, so many times a second, until `hush`. */
  speak(perSecond: number): void {
    this.isSpeaking = true;
    const everyMs = 1000 / perSecond;
    this.speaking = (async () => {
      for (let next = performance.now(); this.isSpeaking; next = Math.max(next + everyMs, performance.now() - 1000)) {
        await pause(Math.max(0, next - performance.now()));
        this.someoneSpeaks();
      }
    })();
  }

  async hush(): Promise<void> {
    this.isSpeaking = false;
    await this.speaking;
  }

  /** Whether everybody was answered and has a socket before the time was up. */
  async calm(withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    const isCalm = (): boolean => this.waiting === 0 && this.withSocket === this.size;
    while (!isCalm() && performance.now() < deadline) await pause(LOOK_EVERY_MS);
    return isCalm();
  }

  leave(): void {
    for (const visitor of this.visitors) visitor.leave();
  }

  talks(): readonly Talk[] {
    return this.visitors.map((visitor) => visitor.talk());
  }

  private someoneSpeaks(): void {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const visitor = this.chance.of(this.visitors);
      if (!visitor.isIdle) continue;
      const question = this.chance.in(TRANSFERS_PERCENT) ? TRANSFER : FEES;
      if (question === TRANSFER) this.transfersSaid += 1;
      return visitor.say(question);
    }
  }
}
