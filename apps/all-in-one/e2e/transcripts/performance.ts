import { compare, durationMs } from '@parley/flow';
import type { Difference, Seen, Transcript, TranscriptStep } from '@parley/flow';
import type { JournalEntryView, VisitorChoice } from '@parley/testing';
import { WebVisitor } from '@parley/testing';
import type { Entry } from '@parley/conversation';
import type { Simulation } from './simulation.ts';

const defaultPace = '1s';

/** One script, performed by a visitor and an agent over HTTP. */
export class Performance {
  readonly differences: Difference[] = [];
  private readonly times: readonly number[];
  private language: string | undefined;
  private visitor!: WebVisitor;
  private read = 0;
  private seq = 0;
  private done = 0;
  private states: readonly string[] = [];
  private episode = 0;

  /** @param begins virtual time, ms since the epoch */
  constructor(
    private readonly simulation: Simulation,
    readonly script: Transcript,
    private readonly connection: string,
    begins: number,
  ) {
    this.language = script.language;
    let time = begins;
    this.times = script.steps.map(
      (step) => (time += durationMs('wait' in step ? step.wait : (step.after ?? defaultPace))),
    );
  }

  /** When the next step is to be performed; Infinity = it is over. */
  get next(): number {
    return this.at(0);
  }

  at(ahead: number): number {
    return this.times[this.done + ahead] ?? Infinity;
  }

  /** How long the next message is to lie in the log, ms. */
  get heldUpMs(): number {
    return durationMs(this.step().takes ?? '0ms');
  }

  get title(): string {
    return this.script.title;
  }

  async arrive(): Promise<void> {
    this.visitor = await WebVisitor.arrive(this.simulation.http, this.connection, this.language);
    this.simulation.bank.script(this.visitor.visit.conversation, this.script.operations ?? []);
  }

  /** After a restart: the same person, by the same token. */
  resume(): void {
    const { messages, visit } = this.visitor;
    this.visitor = WebVisitor.resume(this.simulation.http, this.connection, visit);
    this.visitor.messages.push(...messages);
  }

  /** What the script says next, or after that. Its answers are looked at once everything has come to rest. */
  async perform(ahead = 0): Promise<void> {
    const step = this.step(ahead);
    const { api } = this.simulation;
    const { conversation } = this.visitor.visit;
    const id = `step-${this.done + ahead}`;
    if ('wait' in step) return;
    if ('agent' in step) {
      const answer = await (step.agent === 'says'
        ? api.agentSays(conversation, id, step.text)
        : api.closeHandoff(conversation, id));
      return expectGood(answer.status, id);
    }
    if ('event' in step) {
      const { event: name, data } = step;
      return this.simulation.append(this.address(), { kind: 'event', name, ...(data !== undefined && { data }) });
    }
    if ('open' in step) return this.open();
    return this.post(step, id);
  }

  /** Compares what the step led to with what the script expects. */
  async look(): Promise<void> {
    const seen = await this.seen();
    this.differences.push(...compare(withoutSlots(this.step()), seen, this.done));
    this.done += 1;
  }

  private async open(): Promise<void> {
    const { profile } = this.script;
    if (profile !== undefined)
      return this.simulation.append(this.address(), { kind: 'opened', profile }, 'web: opened');
    expectGood((await this.visitor.opened()).status, 'opened');
  }

  private async post(step: TranscriptStep, id: string): Promise<void> {
    if ('say' in step) this.language = step.language ?? this.language;
    const body =
      'press' in step
        ? { text: step.press, button: this.choice(step.press, step.from) }
        : 'say' in step && { text: step.say, attachments: step.attachments };
    const answer = await this.simulation.http.call(
      'POST',
      `/channels/web-chat/${this.connection}/messages`,
      { id, language: this.language, ...body },
      { token: this.visitor.visit.token },
    );
    expectGood(answer.status, JSON.stringify(answer.content));
  }

  private choice(label: string, from: number | undefined): Omit<VisitorChoice, 'label'> {
    const asked = this.visitor.messages.filter(({ choices }) => choices.length > 0);
    const choice = (from === undefined ? asked.at(-1) : asked[from - 1])?.choices.find((each) => each.label === label);
    if (choice === undefined) throw new Error(`There is no button "${label}" to press.`);
    const { episode, question, intent } = choice;
    return { episode, question, intent };
  }

  private async seen(): Promise<Seen> {
    await this.visitor.read();
    const views = await this.simulation.api.journal(this.visitor.visit.conversation, this.seq).catch(none);
    // What was said before this step was answered belongs to the next one.
    const ahead = views.findIndex(({ entry }) => entry?.stimulus.eventId === `web:step-${this.done + 1}`);
    const entries = (ahead === -1 ? views : views.slice(0, ahead)).map(({ entry }) => entry as unknown as Entry);
    const { seq = this.seq, after: { lastMessage = this.read } = {} } = entries.at(-1) ?? {};
    const replies = this.visitor.messages.filter(
      ({ number, from }) => from === 'bot' && number > this.read && number <= lastMessage,
    );
    this.read = lastMessage;
    this.seq = seq;
    const effects = entries.flatMap((entry) => entry.effects);
    const own = entries.findLast(({ stimulus }) => !['timer', 'result'].includes(stimulus.body.kind));
    const acts = effects.filter(
      (effect) => effect.kind === 'act' && (effect.type === 'emit' || effect.type === 'track'),
    );
    this.states = entries.at(-1)?.after.states ?? this.states;
    this.episode = entries.at(-1)?.episode ?? this.episode;
    return {
      texts: replies.map(({ text }) => text),
      choices: replies.at(-1)?.choices.map(({ label }) => label) ?? [],
      states: this.states,
      operations: effects.flatMap((effect) =>
        effect.kind === 'invoke' ? [{ adapter: effect.src, input: effect.input }] : [],
      ),
      emitted: acts.flatMap((effect) => (effect.kind === 'act' ? [{ name: nameOf(effect), data: effect.values }] : [])),
      outcome: own === undefined ? '' : own.outcome.kind === 'refused' ? own.outcome.code : own.outcome.kind,
      episode: this.episode,
      slots: {},
      problems: entries.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.message] : [])),
    };
  }

  private address(): { tenant: string; connection: string; conversation: string } {
    const { tenant } = this.simulation;
    return { tenant, connection: this.connection, conversation: this.visitor.visit.conversation };
  }

  private step(ahead = 0): TranscriptStep {
    const step = this.script.steps[this.done + ahead];
    if (step === undefined) throw new Error('The script is over.');
    return step;
  }
}

/** Before the first entry there is no conversation. */
const none = (): readonly JournalEntryView[] => [];

/** What was said so far is sealed in the snapshot: no address shows it. */
function withoutSlots({ expect = {} }: TranscriptStep): NonNullable<TranscriptStep['expect']> {
  const { slots: _, ...rest } = expect;
  return rest;
}

function nameOf({ type, fields }: { readonly type: string; readonly fields: unknown }): string {
  const { event, name } = fields as { readonly event?: string; readonly name?: string };
  return (type === 'emit' ? event : name) ?? '';
}

function expectGood(status: number, what: string): void {
  if (status >= 400) throw new Error(`HTTP ${status}: ${what}`);
}
