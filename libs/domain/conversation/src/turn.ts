import type { Stimulus } from '@parley/message';
import type { Understanding } from '@parley/nlu';
import type { At, Effect, Input, Snapshot, Step, StepFailure, TraceRecord } from '@parley/statechart';
import type { ConversationState, EntryOutcome } from './entry.ts';
import { shellFailures } from './failures.ts';
import { nextDue } from './operations.ts';
import type { PlatformText } from './platform-texts.ts';
import type { Rules, Understand } from './rules.ts';
import { Run, type Said } from './run.ts';
import { beginsEpisode, isRunning } from './state.ts';

/** What a stimulus did to the machine, before it is written down. */
export interface Turn {
  readonly outcome: EntryOutcome;
  readonly episode: number;
  readonly flow: string;
  readonly language: string;
  readonly snapshot: Snapshot | null;
  readonly effects: readonly Effect[];
  readonly said: readonly Said[];
  readonly settles: readonly string[];
  readonly failures: readonly StepFailure[];
  /** Computed when called, not before. */
  readonly trace: () => readonly TraceRecord[];
  readonly understanding?: Understanding;
  /** Said by the platform where the flow cannot. */
  readonly reply?: PlatformText;
}

/** Runs one stimulus to completion; null = a wake-up that found nothing due. `rules` null = no such flow is published. */
export function takeTurn(before: ConversationState, stimulus: Stimulus, rules: Rules | null, at: At): Turn | null {
  const { body } = stimulus;
  if (body.kind === 'erase') return forgotten(before);
  if (stimulus.throttled === true) return unmoved(before, { kind: 'throttled' });
  const begins = beginsEpisode(before, stimulus);
  if (!begins && !isRunning(before)) return outsideEpisode(before, stimulus);
  if (body.kind === 'timer' && (nextDue(before) ?? Infinity) > at.now) return null;
  if (isAgentAct(stimulus) && before.control !== 'agent') return unmoved(before, refused('handoff.not-open'));
  if (rules === null) return failed(before, stimulus, noFlow);
  return stepped(before, stimulus, rules, at, begins);
}

/** A turn that could not be: the conversation stays where it was and goes on with the next stimulus. */
export function failed(before: ConversationState, stimulus: Stimulus, why: { code: string; message: string }): Turn {
  const turn = unmoved(before, { kind: 'failed', code: why.code, message: why.message });
  const answers = stimulus.body.kind === 'message' && before.control === 'bot';
  return answers ? { ...turn, reply: 'failed' } : turn;
}

const noFlow = {
  code: shellFailures.unpublished,
  message: 'The connection is bound to a flow without a published version.',
};

function stepped(before: ConversationState, stimulus: Stimulus, rules: Rules, at: At, begins: boolean): Turn | null {
  const { body } = stimulus;
  const language = languageOf(before, stimulus, rules, begins);
  const run = new Run(rules, at, before.episode, begins ? null : before.snapshot);
  if (begins) run.start('profile' in body ? body.profile : undefined);
  const heard = listening(rules);
  const step = begins && body.kind === 'opened' ? null : hear(run, stimulus, rules, heard.understand, language, begins);
  if (step?.refusal === 'nothing-due') return null;
  if (run.failure === null) cancelForHandoff(run, before, rules);
  if (run.failure === null) beginAgain(run);
  const trace = (): readonly TraceRecord[] => run.trace();
  if (run.failure !== null)
    return { ...failed(before, stimulus, run.failure), ...afterFailure(before, stimulus, run), trace };
  const outcome = outcomeOf(step, stimulus, begins);
  const { episode, snapshot, effects, said, settles, failures } = run;
  return {
    ...{ outcome, episode, flow: rules.flow, language, snapshot, effects, said, settles, failures, trace },
    ...(heard.answer === undefined ? {} : { understanding: heard.answer }),
    ...(step?.refusal === 'queue-full' ? { reply: 'busy' as const } : {}),
  };
}

/** A timer that fails is gone from the kernel's snapshot, else it would fire for ever; everything else is undone. */
function afterFailure(before: ConversationState, { body }: Stimulus, run: Run): Pick<Turn, 'snapshot'> {
  return { snapshot: body.kind === 'timer' ? run.snapshot : before.snapshot };
}

function hear(
  run: Run,
  stimulus: Stimulus,
  rules: Rules,
  understand: Understand,
  language: string,
  first: boolean,
): Step | null {
  if (run.snapshot === null) return null;
  const context = { snapshot: run.snapshot, episode: run.episode, language, first };
  const input = rules.interpret(understand, context, stimulus);
  return input === null ? null : run.step(input);
}

/** Keeps the model's answer, so that the entry can record what was understood. */
function listening(rules: Rules): { understand: Understand; answer: Understanding | undefined } {
  const heard: { understand: Understand; answer: Understanding | undefined } = {
    understand: (text, language) => (heard.answer = rules.understand(text, language)),
    answer: undefined,
  };
  return heard;
}

/** Entering a handoff cancels what is still open: the machine is told that nobody knows, and the late result ends `late`. */
function cancelForHandoff(run: Run, before: ConversationState, rules: Rules): void {
  if (before.control === 'agent' || run.snapshot === null || !rules.isMuted(run.snapshot)) return;
  for (const { operation } of run.snapshot.operations) {
    run.step({ kind: 'result', operation, outcome: 'unknown' });
  }
}

/** What waited while the episode came to its end was said to us all the same: it begins the next one. */
function beginAgain(run: Run): void {
  while (run.failure === null && run.snapshot?.status === 'done') {
    const [first, ...rest] = run.snapshot.deferred;
    if (first === undefined) return;
    run.start(undefined);
    for (const event of [first, ...rest]) {
      const input: Input = { kind: 'event', ...event };
      const step = run.step(input);
      if (step !== null && step.outcome !== 'deferred' && event.id !== undefined) run.settles.push(event.id);
    }
  }
}

function outcomeOf(step: Step | null, stimulus: Stimulus, begins: boolean): EntryOutcome {
  if (step === null) return { kind: begins ? 'taken' : 'unhandled' };
  switch (step.outcome) {
    case 'taken':
    case 'deferred':
      return { kind: step.outcome };
    case 'unhandled':
      return { kind: begins ? 'taken' : 'unhandled' };
    case 'refused':
      return stimulus.body.kind === 'result' ? { kind: 'late' } : refused(step.refusal ?? 'refused');
    case 'failed':
      return { kind: 'failed', code: step.failure?.code ?? 'step-failed', message: step.failure?.message ?? '' };
  }
}

function outsideEpisode(before: ConversationState, stimulus: Stimulus): Turn | null {
  switch (stimulus.body.kind) {
    case 'timer':
      return null;
    case 'result':
      return unmoved(before, { kind: 'late' });
    case 'agent-message':
    case 'agent-closed':
      return unmoved(before, refused('handoff.not-open'));
    case 'event':
      return unmoved(before, refused('episode.not-running'));
    default:
      return unmoved(before, { kind: 'unhandled' });
  }
}

function forgotten(before: ConversationState): Turn {
  const waiting = before.snapshot?.deferred.flatMap(({ id }) => (id === undefined ? [] : [id])) ?? [];
  return { ...unmoved(before, { kind: 'erased' }), snapshot: null, settles: waiting };
}

function unmoved(before: ConversationState, outcome: EntryOutcome): Turn {
  const { episode, flow, language, snapshot } = before;
  return {
    outcome,
    episode,
    flow,
    language,
    snapshot,
    effects: [],
    said: [],
    settles: [],
    failures: [],
    trace: () => [],
  };
}

/** A message may switch to another language of the flow; an episode begins in the asked or in the flow's first. */
function languageOf(before: ConversationState, stimulus: Stimulus, rules: Rules, begins: boolean): string {
  const { body } = stimulus;
  const asked = body.kind === 'message' || body.kind === 'opened' ? body.language : undefined;
  if (asked !== undefined && rules.languages.includes(asked)) return asked;
  const known = rules.languages.includes(before.language);
  return !begins || known ? before.language : (rules.languages[0] ?? before.language);
}

const refused = (code: string): EntryOutcome => ({ kind: 'refused', code });

const isAgentAct = ({ body }: Stimulus): boolean => body.kind === 'agent-message' || body.kind === 'agent-closed';
