import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { content, type HttpClient, type TenantApi } from '@parley/testing';
import { accepted, acknowledged, Refused, WebPerson, type Person } from './person.ts';
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
  /** Ids of messages as shown: one shown twice is seen. */
  readonly shown: readonly string[];
  /** What the channel showed the person of what others said, in that order. */
  readonly heard: readonly string[];
  readonly gaveUp: string | null;
}

export interface World {
  readonly http: HttpClient;
  readonly api: TenantApi;
  readonly tenant: string;
  readonly keyed: boolean;
  readonly connections: Readonly<Record<Script['flow'], string>>;
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
  private person: Person | null = null;
  private erased = false;
  private gaveUp: string | null = null;
  private turn = 0;

  /** @param person who speaks; a visitor of the web chat unless told */
  constructor(
    private readonly world: World,
    private readonly script: Script,
    private readonly payee: string,
    person?: Person,
  ) {
    this.person = person ?? null;
  }

  async play(): Promise<void> {
    const { world, script } = this;
    try {
      this.person ??= await persist(() => WebPerson.arrive(world.http, world.connections[script.flow]));
      await this.perform(this.person, script.steps);
    } catch (fault) {
      this.gaveUp = fault instanceof Error ? fault.message : String(fault);
    }
  }

  /** As it stands: channels may show more after the last step than they should. */
  story(): Story {
    const { world, script, person, payee, acknowledged, expected, erased, gaveUp } = this;
    return {
      ...{ script: script.name, tenant: world.tenant, conversation: person?.conversation ?? '', payee },
      ...{ keyed: world.keyed, acknowledged, expected, erased, gaveUp },
      ...{ shown: person?.shown ?? [], heard: person?.heard ?? [] },
    };
  }

  private async perform(person: Person, steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      const sent = await this.send(person, step);
      const other = 'orElse' in step ? step.orElse : undefined;
      const said = await this.awaitReplies(person, step.expect, other?.expect).finally(() =>
        this.world.tally.answered(sent),
      );
      if (said === 'other' && other !== undefined)
        return this.perform(person, [...other.steps, ...steps.slice(steps.indexOf(step) + 1)]);
    }
  }

  /** Answers how many stimuli were acknowledged. */
  private async send(person: Person, step: Step): Promise<number> {
    const { api } = this.world;
    const conversation = person.conversation || (await this.find(step));
    switch (step.do) {
      case 'open':
        return this.deliver(() => person.opened());
      case 'say':
        return this.say(person, step.text);
      case 'say-at-once':
        for (const text of step.texts) await this.say(person, text);
        return step.texts.length;
      case 'agent-says': {
        const id = randomUUID();
        return this.deliver(async () => acknowledged(await api.agentSays(conversation, id, step.text)));
      }
      case 'agent-closes': {
        const id = randomUUID();
        return this.deliver(async () => acknowledged(await api.closeHandoff(conversation, id)));
      }
      case 'erase':
        // Asked for is as good as done: an answer that a kill cut off changes nothing.
        this.erased = true;
        await persist(async () => accepted(await api.erase(conversation)));
        return 0;
    }
  }

  /** As an agent finds somebody whose channel tells no conversation: by what they said. */
  private async find({ do: act }: Step): Promise<string> {
    if (act === 'open' || act === 'say' || act === 'say-at-once') return '';
    return persist(async () => {
      const path = `/v1/conversations?text=${encodeURIComponent(this.payee)}`;
      const page = content<{ conversations: readonly { conversation: string }[] }>(
        accepted(await this.world.api.call('GET', path)),
      );
      const [found] = page.conversations;
      if (found === undefined) throw new Error(`Nobody is known to have said “${this.payee}”.`);
      return found.conversation;
    });
  }

  private say(person: Person, text: string): Promise<number> {
    const id = randomUUID();
    this.turn += 1;
    const copies = this.turn % 4 === 0 ? COPIES : 1;
    return this.deliver(async () => {
      const answers = await Promise.allSettled(Array.from({ length: copies }, () => person.say(id, text)));
      const good = answers.find((answer) => answer.status === 'fulfilled') ?? answers[0];
      if (good?.status === 'fulfilled') return good.value;
      throw good?.reason;
    });
  }

  private async deliver(attempt: () => Promise<string>): Promise<number> {
    const eventId = await persist(attempt);
    this.acknowledged.push({ eventId, at: Date.now() });
    this.world.tally.ack();
    return 1;
  }

  /** Waits until the replies of this step are all there; what was said instead is an error that ends the story. */
  private async awaitReplies(
    person: Person,
    expect: readonly string[],
    other: readonly string[] | undefined,
  ): Promise<'expected' | 'other'> {
    const from = this.expected.length;
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const said = person.heard.slice(from);
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
      await this.look(person);
    }
  }

  private async look(person: Person): Promise<void> {
    const before = person.heard.length;
    await persist(() => person.look());
    if (person.heard.length === before) await pause(20);
  }
}

function fits(expect: readonly string[], said: readonly string[]): boolean {
  return said.length >= expect.length && expect.every((text, index) => matches(text, said[index] ?? ''));
}

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
