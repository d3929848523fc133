import type { EventId, Source, Stimulus, StimulusBody } from '@parley/message';
import { compile, restore, start, step, type CoreMachine, type Effect } from '@parley/statechart';
import { canonicalText } from '@parley/message';
import type { ConversationState, Entry } from '../entry.ts';
import { decide, type Decision } from '../decide.ts';
import type { Rules } from '../rules.ts';

const say = (text: string) => ({ effect: 'say', fields: { text } });

/** A flow small enough to be read in one look: help = handoff, work = an operation, bye = the end, loop = a fault. */
const machine: CoreMachine = {
  schema: 'core/1',
  id: 'little',
  initial: 'idle',
  states: [
    {
      id: 'idle',
      transitions: [
        { event: 'message', cond: "event.text == 'help'", target: 'desk' },
        { event: 'message', cond: "event.text == 'work'", target: 'busy' },
        { event: 'message', cond: "event.text == 'work twice'", target: 'both' },
        { event: 'message', cond: "event.text == 'bye'", target: 'end', do: [say('Bye.')] },
        { event: 'message', cond: "event.text == 'loop'", target: 'loop' },
        { event: 'message', cond: "event.text != 'mumble'", do: [say('Yes?')], internal: true },
      ],
      after: [{ delayMs: 1_000, target: 'idle', do: [say('Still there?')] }],
    },
    {
      id: 'desk',
      entry: [say('A colleague comes.'), { effect: 'handoff', fields: { queue: 'all' } }],
      transitions: [
        { event: 'agent.closed', target: 'idle', do: [say('Back with me.')] },
        { event: 'message', do: [say('Never heard.')], internal: true },
      ],
    },
    {
      id: 'busy',
      invoke: [{ id: 'busy', src: 'shop.order', input: {} }],
      defer: ['message'],
      transitions: [
        { event: 'done.invoke.busy', target: 'idle', do: [say('Done.')] },
        { event: 'error.invoke.failed.busy', target: 'end', do: [say('No.')] },
        { event: 'error.invoke.unknown.busy', target: 'desk' },
      ],
    },
    {
      id: 'both',
      type: 'parallel',
      states: [
        {
          id: 'work',
          states: [
            {
              id: 'working',
              invoke: [{ id: 'more', src: 'shop.order', input: {} }],
              transitions: [{ event: 'error.invoke.unknown.more', target: 'stopped' }],
            },
            { id: 'stopped' },
          ],
        },
        {
          id: 'talk',
          states: [
            { id: 'talking', transitions: [{ event: 'message', target: 'given' }] },
            { id: 'given', entry: [{ effect: 'handoff', fields: { queue: 'all' } }] },
          ],
        },
      ],
    },
    { id: 'loop', transitions: [{ target: 'loop' }] },
    { id: 'end', type: 'final' },
  ],
};

const compiled = compile(machine);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
const little = compiled.machine;

/** Rules of the little flow; `phrase` changes what its texts look like, `understood` what its model answers. */
export function littleRules(phrase = (text: string) => text, understood = 'talk'): Rules {
  return {
    flow: 'f1',
    languages: ['en', 'de'],
    start: (_profile, at) => start(little, {}, at),
    step: (snapshot, input, at) => step(little, snapshot, input, at),
    understand: () => ({ intent: understood, confidence: 1, entities: [], alternatives: [] }),
    interpret: (understand, { language }, { body, eventId: id }) => {
      switch (body.kind) {
        case 'message':
          return {
            kind: 'event',
            name: 'message',
            id,
            data: { text: body.text, intent: understand(body.text, language).intent },
          };
        case 'result':
          return { kind: 'result', operation: body.operation, outcome: body.outcome, id };
        case 'timer':
          return { kind: 'time' };
        case 'agent-message':
          return { kind: 'event', name: 'agent.message', id };
        case 'agent-closed':
          return { kind: 'event', name: 'agent.closed', id };
        case 'event':
          return { kind: 'event', name: body.name, id };
        default:
          return null;
      }
    },
    render: (effect) => ({ text: phrase(textOf(effect)), choices: [] }),
    isMuted: ({ configuration }) => configuration.includes('desk') || configuration.includes('given'),
    operation: () => ({ adapter: 'shop.order', attempts: 1, timeoutMs: 5_000, backoffMs: 0, deadlineMs: 5_000 }),
    restore: (snapshot) => {
      const restored = restore(little, canonicalText(snapshot));
      return restored.ok ? restored : { ok: false, code: restored.problems[0]?.code ?? '' };
    },
  };
}

/** What a model outside may answer about the little flow. */
export const littleIntents = ['help', 'work', 'work twice', 'bye', 'loop', 'mumble'] as const;

/** The little flow, understood by a model outside: the machine hears the intent in place of the text. Blank needs no model. */
export function remoteRules(phrase?: (text: string) => string): Rules {
  const rules = littleRules(phrase);
  return {
    ...rules,
    remote: {
      terms: { adapter: 'model.far', attempts: 2, timeoutMs: 10_000, backoffMs: 1_000, deadlineMs: 21_000 },
      intents: littleIntents,
      isNeeded: (_context, { body }) => body.kind === 'message' && body.button === undefined && body.text !== '',
    },
    interpret: (understand, context, arrived) => {
      const { body } = arrived;
      if (body.kind !== 'message') return rules.interpret(understand, context, arrived);
      const text = body.button?.intent ?? understand(body.text, context.language).intent ?? '';
      return rules.interpret(understand, context, { ...arrived, body: { kind: 'message', text } });
    },
  };
}

function textOf(effect: Effect): string {
  const fields = effect.kind === 'act' ? effect.fields : null;
  if (typeof fields !== 'object' || fields === null || !('text' in fields)) return '';
  return typeof fields.text === 'string' ? fields.text : '';
}

/** A conversation that is decided on and on; time passes only by `pass`. */
export class Talk {
  state: ConversationState | null = null;
  readonly entries: Entry[] = [];
  now = 10_000;
  rules: Rules | null = littleRules();
  private count = 0;

  pass(ms: number): this {
    this.now += ms;
    return this;
  }

  stimulus(body: StimulusBody, more: Partial<Stimulus> = {}, source: Source = 'web'): Stimulus {
    this.count += 1;
    const eventId: EventId = `${source}:${this.count}`;
    return { eventId, tenant: 'acme', connection: 'k', conversation: 'c', receivedAt: this.now, body, ...more };
  }

  decide(stimulus: Stimulus): Decision {
    const decision = decide(this.state, stimulus, this.rules, { wallClock: this.now, seed: 'seed' });
    if (decision.kind !== 'entry') return decision;
    this.state = decision.state;
    this.entries.push(decision.entry);
    return decision;
  }

  /** The entry that a stimulus made. */
  take(body: StimulusBody, more: Partial<Stimulus> = {}): Entry {
    const decision = this.decide(this.stimulus(body, more));
    if (decision.kind !== 'entry') throw new Error(decision.kind);
    return decision.entry;
  }

  say(text: string, more: Partial<Stimulus> = {}): Entry {
    return this.take({ kind: 'message', text }, more);
  }
}

export const repliesOf = (entry: Entry): readonly string[] =>
  entry.messages.filter(({ from }) => from === 'bot').map(({ text }) => text);
