import type { ValueMap } from '@parley/expression';
import type { StimulusBody } from '@parley/message';
import { restore, start, step } from '@parley/statechart';
import type { At, Effect, Snapshot, Step } from '@parley/statechart';
import { initialData, isMuted } from '../flow.ts';
import type { Flow } from '../flow.ts';
import { durationMs } from '../format/names.ts';
import { interpret } from '../interpret.ts';
import type { FlowModel } from '../model.ts';
import { render } from '../render.ts';
import type { RenderedChoice } from '../render.ts';
import { ownField } from '../own-field.ts';
import { compare } from './compare.ts';
import { settle } from './operation-plan.ts';
import type { Difference, Seen, Transcript, TranscriptStep } from './transcript.ts';

export interface TranscriptOptions {
  /** Writes the snapshot to bytes and restores it after every entry, as after a restart. */
  readonly restart?: boolean;
  /** The virtual clock's beginning, ms since the epoch. */
  readonly begins?: number;
}

export interface TranscriptRun {
  readonly seen: readonly Seen[];
  readonly differences: readonly Difference[];
}

/** Runs a script on kernel and flow alone and tells where it went otherwise than expected. */
export function runTranscript(
  flow: Flow,
  model: FlowModel,
  transcript: Transcript,
  options: TranscriptOptions = {},
): TranscriptRun {
  const stage = new Stage(flow, model, transcript, options);
  const seen = transcript.steps.map((each) => stage.perform(each));
  return { seen, differences: seen.flatMap((each, index) => compare(transcript.steps[index]?.expect, each, index)) };
}

interface DueResult {
  readonly due: number;
  readonly operation: string;
  readonly outcome: 'done' | 'failed' | 'unknown';
  readonly value?: ValueMap[string];
}

const DEFAULT_PACE = '1s';
const A_MORNING = 1_790_000_000_000;

/** One conversation on a virtual clock. */
class Stage {
  private readonly flow: Flow;
  private readonly model: FlowModel;
  private readonly transcript: Transcript;
  private readonly restarts: boolean;
  private clock: number;
  private now: number;
  private seq = 0;
  private episode = 0;
  private language: string;
  private snapshot: Snapshot | null = null;
  private operationsBegun = 0;
  private results: readonly DueResult[] = [];
  private readonly asked: (readonly RenderedChoice[])[] = [];
  private seen: {
    texts: string[];
    choices: string[];
    operations: Seen['operations'][number][];
    emitted: Seen['emitted'][number][];
    problems: string[];
    outcome: string;
  } = blank();

  constructor(flow: Flow, model: FlowModel, transcript: Transcript, options: TranscriptOptions) {
    this.flow = flow;
    this.model = model;
    this.transcript = transcript;
    this.restarts = options.restart === true;
    this.clock = options.begins ?? A_MORNING;
    this.now = this.clock;
    this.language = transcript.language ?? flow.languages[0] ?? '';
  }

  perform(todo: TranscriptStep): Seen {
    this.seen = blank();
    if ('wait' in todo) {
      this.advance(this.clock + durationMs(todo.wait));
    } else {
      this.advance(this.clock + durationMs(todo.after ?? DEFAULT_PACE));
      this.take(this.bodyOf(todo), this.clock + durationMs(todo.takes ?? '0ms'));
      this.fireUntil(this.now);
    }
    const { snapshot } = this;
    const slots = ownField(snapshot?.data, 'slots');
    return {
      ...this.seen,
      states: snapshot?.status === 'active' ? snapshot.configuration : [],
      episode: this.episode,
      slots: (slots ?? {}) as ValueMap,
    };
  }

  private bodyOf(todo: TranscriptStep): StimulusBody {
    if ('open' in todo) return { kind: 'opened', ...(this.transcript.profile && { profile: this.transcript.profile }) };
    if ('press' in todo) return this.press(todo.press, todo.from);
    if ('event' in todo)
      return { kind: 'event', name: todo.event, ...(todo.data !== undefined && { data: todo.data }) };
    if ('agent' in todo) {
      return todo.agent === 'says'
        ? { kind: 'agent-message', agent: 'agent', text: todo.text }
        : { kind: 'agent-closed', agent: 'agent' };
    }
    if ('say' in todo) {
      if (todo.language !== undefined) this.language = todo.language;
      return { kind: 'message', text: todo.say, ...(todo.attachments && { attachments: todo.attachments }) };
    }
    throw new Error('A wait has no body.');
  }

  private press(label: string, from: number | undefined): StimulusBody {
    const choices = from === undefined ? this.asked.at(-1) : this.asked[from - 1];
    const choice = choices?.find((each) => each.label === label);
    if (choice === undefined) throw new Error(`There is no button "${label}" to press.`);
    const { episode, question, intent } = choice;
    return { kind: 'message', text: label, button: { episode, question, intent } };
  }

  private advance(to: number): void {
    this.fireUntil(to);
    this.clock = to;
  }

  /** Results and timers that are due, the earliest first. */
  private fireUntil(to: number): void {
    for (;;) {
      const timer = Math.min(...(this.snapshot?.timers ?? []).map((each) => each.due), Infinity);
      const [result] = [...this.results].sort((a, b) => a.due - b.due);
      const due = Math.min(timer, result?.due ?? Infinity);
      if (due > to) return;
      if (result !== undefined && result.due === due) {
        this.results = this.results.filter((each) => each !== result);
        const { operation, outcome, value } = result;
        this.take({ kind: 'result', operation, attempt: 1, outcome, ...(value !== undefined && { value }) }, due);
      } else {
        this.take({ kind: 'timer', due }, due);
      }
    }
  }

  private take(body: StimulusBody, now: number): void {
    this.now = Math.max(this.now, now);
    this.seq += 1;
    const begins =
      this.snapshot?.status !== 'active' && (body.kind === 'message' || (body.kind === 'opened' && this.episode === 0));
    if (this.snapshot?.status !== 'active' && !begins) return;
    const wasMuted = this.snapshot !== null && isMuted(this.flow, this.snapshot);
    let effects: readonly Effect[] = [];
    if (begins) {
      this.episode += 1;
      const profile = body.kind === 'opened' ? body.profile : this.transcript.profile;
      effects = this.follow(start(this.flow.machine, initialData(this.flow, profile), this.at()), body);
    }
    if (this.snapshot !== null && !(begins && body.kind === 'opened')) {
      const context = { snapshot: this.snapshot, episode: this.episode, language: this.language, first: begins };
      const input = interpret(this.flow, this.model, context, {
        eventId: `web:${this.seq}`,
        receivedAt: this.clock,
        body,
      });
      if (input !== null)
        effects = [
          ...effects,
          ...this.follow(step(this.flow.machine, this.snapshot, input, this.at(effects.length)), body),
        ];
    }
    const muted = wasMuted && this.snapshot !== null && isMuted(this.flow, this.snapshot);
    effects.forEach((effect) => this.show(effect, muted));
  }

  private at(firstIndex = 0): At {
    return { now: this.now, seed: '00', conversation: 'conversation', seq: this.seq, firstIndex };
  }

  private follow(taken: Step, body: StimulusBody): readonly Effect[] {
    if (taken.outcome === 'failed') this.seen.problems.push(taken.failure?.message ?? 'failed');
    for (const failure of taken.failures ?? []) this.seen.problems.push(failure.message);
    if (body.kind !== 'timer' && body.kind !== 'result') this.seen.outcome = taken.refusal ?? taken.outcome;
    this.snapshot = this.restarts ? this.restored(taken.snapshot) : taken.snapshot;
    return taken.effects;
  }

  private restored(snapshot: Snapshot): Snapshot {
    const again = restore(this.flow.machine, new TextEncoder().encode(JSON.stringify(snapshot)));
    if (!again.ok) throw new Error(again.problems.map((each) => each.message).join(' '));
    return again.snapshot;
  }

  private show(effect: Effect, muted: boolean): void {
    if (effect.kind === 'invoke') return this.begin(effect);
    if (effect.kind === 'cancel') {
      this.results = this.results.filter((each) => each.operation !== effect.operation);
      return;
    }
    if (effect.kind !== 'act') return;
    if (effect.type === 'emit' || effect.type === 'track') {
      const name = ownField(effect.fields, effect.type === 'emit' ? 'event' : 'name');
      this.seen.emitted.push({ name: String(name), data: effect.values });
    }
    if (effect.type !== 'say' || muted) return;
    const { text, choices, problem } = render(this.flow, effect, this.language, this.episode);
    if (problem !== undefined) this.seen.problems.push(problem.message);
    this.seen.texts.push(text);
    this.seen.choices = choices.map((each) => each.label);
    if (choices.length > 0) this.asked.push(choices);
  }

  private begin(effect: Extract<Effect, { kind: 'invoke' }>): void {
    this.seen.operations.push({ adapter: effect.src, input: effect.input });
    const operation = this.flow.operations.get(effect.invoke);
    const attempts = this.transcript.operations?.[this.operationsBegun++] ?? [];
    if (operation === undefined) return;
    const { afterMs, ...result } = settle(operation, attempts);
    this.results = [...this.results, { due: this.now + afterMs, operation: effect.operation, ...result }];
  }
}

function blank(): {
  texts: string[];
  choices: string[];
  operations: Seen['operations'][number][];
  emitted: Seen['emitted'][number][];
  problems: string[];
  outcome: string;
} {
  return { texts: [], choices: [], operations: [], emitted: [], problems: [], outcome: '' };
}
