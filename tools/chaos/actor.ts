import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { content, WebVisitor, type HttpAnswer, type HttpClient, type TenantApi } from '@parley/testing';
import { matches, type Script, type Step } from './scripts.ts';

/** One acknowledged stimulus, in the order of acknowledgement. */
export interface Acknowledged {
  readonly eventId: string;
  readonly at: number;
}

/** What the person knows in the end: compared with journal, messages and ledger. */
export interface Story {
  readonly script: string;
  readonly tenant: string;
  readonly conversation: string;
  readonly payee: string;
  readonly keyed: boolean;
  readonly acknowledged: readonly Acknowledged[];
  /** Every text that had to be said, in order. */
  readonly expected: readonly string[];
  readonly erased: boolean;
  /** Numbers of messages as shown: one shown twice or out of order is seen. */
  readonly shown: readonly number[];
  readonly gaveUp: string | null;
}

export interface World {
  readonly http: HttpClient;
  readonly api: TenantApi;
  readonly tenant: string;
  readonly keyed: boolean;
  readonly connections: { readonly bank: string; readonly timers: string };
  readonly tally: Tally;
}

/** Counts what is acknowledged and not yet answered, over all actors. */
export class Tally {
  acknowledged = 0;
  /** Steps that came to their end. */
  done = 0;
  private open = 0;
  private firstReply: (() => void) | null = null;

  get inFlight(): number {
    return this.open;
  }

  ack(count = 1): void {
    this.acknowledged += count;
    this.open += count;
  }

  answered(count = 1): void {
    this.open -= count;
    this.done += 1;
    this.firstReply?.();
    this.firstReply = null;
  }

  nextReply(): Promise<void> {
    return new Promise((resolve) => (this.firstReply = resolve));
  }
}

const PATIENCE_MS = 240_000;
const RETRY_MS = 150;
const COPIES = 3;

/** Plays one script to its end, through kills: says everything again until it is acknowledged, sometimes three times at once. */
export class Actor {
  private readonly acknowledged: Acknowledged[] = [];
  private readonly expected: string[] = [];
  private readonly shown: number[] = [];
  private visitor: WebVisitor | null = null;
  private erased = false;
  private turn = 0;

  constructor(
    private readonly world: World,
    private readonly script: Script,
    private readonly payee: string,
  ) {}

  async play(): Promise<Story> {
    let gaveUp: string | null = null;
    try {
      this.visitor = await persist(() => WebVisitor.arrive(this.world.http, this.world.connections[this.script.flow]));
      await this.perform(this.script.steps);
    } catch (fault) {
      gaveUp = fault instanceof Error ? fault.message : String(fault);
    }
    const { world, script, payee, acknowledged, expected, erased, shown } = this;
    return {
      script: script.name,
      tenant: world.tenant,
      conversation: this.visitor?.visit.conversation ?? '',
      payee,
      keyed: world.keyed,
      acknowledged,
      expected,
      erased,
      shown,
      gaveUp,
    };
  }

  private async perform(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      const sent = await this.send(step);
      const other = 'orElse' in step ? step.orElse : undefined;
      const said = await this.awaitReplies(step.expect, other?.expect).finally(() => this.world.tally.answered(sent));
      if (said === 'other' && other !== undefined)
        return this.perform([...other.steps, ...steps.slice(steps.indexOf(step) + 1)]);
    }
  }

  /** Answers how many stimuli were acknowledged. */
  private async send(step: Step): Promise<number> {
    const { visitor } = this;
    if (visitor === null) throw new Error('nobody is there');
    const { conversation } = visitor.visit;
    switch (step.do) {
      case 'open':
        return this.deliver(() => visitor.opened());
      case 'say':
        return this.say(visitor, step.text);
      case 'say-at-once':
        for (const text of step.texts) await this.say(visitor, text);
        return step.texts.length;
      case 'agent-says': {
        const id = randomUUID();
        return this.deliver(() => this.world.api.agentSays(conversation, id, step.text));
      }
      case 'agent-closes': {
        const id = randomUUID();
        return this.deliver(() => this.world.api.closeHandoff(conversation, id));
      }
      case 'erase':
        // Asked for is as good as done: an answer that a kill cut off changes nothing.
        this.erased = true;
        await persist(async () => accepted(await this.world.api.erase(conversation)));
        return 0;
    }
  }

  private say(visitor: WebVisitor, text: string): Promise<number> {
    const id = randomUUID();
    this.turn += 1;
    const copies = this.turn % 4 === 0 ? COPIES : 1;
    return this.deliver(async () => {
      const answers = await Promise.allSettled(Array.from({ length: copies }, () => visitor.say(id, text)));
      const good = answers.find((answer) => answer.status === 'fulfilled' && answer.value.status < 300);
      const any = good ?? answers[0];
      if (any?.status !== 'fulfilled') throw new Error('no answer');
      return any.value;
    });
  }

  private async deliver(attempt: () => Promise<HttpAnswer>): Promise<number> {
    const { eventId } = await persist(async () => content<{ eventId: string }>(accepted(await attempt())));
    this.acknowledged.push({ eventId, at: Date.now() });
    this.world.tally.ack();
    return 1;
  }

  /** Waits until the replies of this step are all there; what was said instead is an error that ends the story. */
  private async awaitReplies(
    expect: readonly string[],
    other: readonly string[] | undefined,
  ): Promise<'expected' | 'other'> {
    const from = this.expected.length;
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const said = this.replies().slice(from);
      if (fits(expect, said)) {
        this.expected.push(...expect);
        return 'expected';
      }
      if (other !== undefined && fits(other, said)) {
        this.expected.push(...other);
        return 'other';
      }
      if (Date.now() > deadline) {
        this.expected.push(...expect);
        throw new Error(
          `expected ${JSON.stringify(expect)} and heard ${JSON.stringify(said)} by ${new Date().toISOString()}`,
        );
      }
      await this.read();
    }
  }

  private replies(): readonly string[] {
    return (this.visitor?.messages ?? []).filter((message) => message.from !== 'person').map((message) => message.text);
  }

  private async read(): Promise<void> {
    const before = this.visitor?.messages.length ?? 0;
    await persist(async () => {
      const page = await this.visitor?.read(2);
      if (page !== undefined) this.shown.push(...page.messages.map((message) => message.number));
    });
    if (this.visitor?.messages.length === before) await pause(20);
  }
}

function fits(expect: readonly string[], said: readonly string[]): boolean {
  return said.length >= expect.length && expect.every((text, index) => matches(text, said[index] ?? ''));
}

/** A refusal that will not change ends the story; everything else is tried again. */
function accepted(answer: HttpAnswer): HttpAnswer {
  if (answer.status >= 500 || answer.status === 429) throw new Error(`HTTP ${answer.status}`);
  if (answer.status >= 400) throw new Refused(`HTTP ${answer.status}: ${JSON.stringify(answer.content)}`);
  return answer;
}

class Refused extends Error {}

async function persist<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (fault) {
      if (fault instanceof Refused || Date.now() > deadline) throw fault;
      await pause(RETRY_MS);
    }
  }
}
