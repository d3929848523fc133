import { nothingUnderstood } from '@parley/flow';
import type { Stimulus } from '@parley/message';
import type { Understanding } from '@parley/nlu';
import type { At, Effect, Snapshot, Step, StepFailure, TraceRecord } from '@parley/statechart';
import type { ConversationState, EntryOutcome, Thinking } from './entry.ts';
import { shellFailures } from './failures.ts';
import { beginAgain, cancelForHandoff, cancelOperations, hear, listening } from './hear.ts';
import { nextDue } from './operations.ts';
import type { PlatformText } from './platform-texts.ts';
import { readUnderstanding } from './read-understanding.ts';
import type { InterpretContext, Rules } from './rules.ts';
import { Run, type Said } from './run.ts';
import { beginsEpisode, isRunning, isUnderWay } from './state.ts';
import { isAsked, takeUp, think, withOneMore, type TakenUp } from './thinking.ts';

/** What a stimulus did to the machine, before it is written down. */
export interface Turn {
  readonly outcome: EntryOutcome;
  readonly episode: number;
  readonly flow: string;
  readonly language: string;
  readonly snapshot: Snapshot | null;
  /** What waits for the model, after it. */
  readonly thinking: Thinking | null;
  readonly effects: readonly Effect[];
  readonly said: readonly Said[];
  readonly settles: readonly string[];
  readonly failures: readonly StepFailure[];
  /** Computed when called, not before. */
  readonly trace: () => readonly TraceRecord[];
  readonly understanding?: Understanding;
  /** The agent who has claimed the conversation, after it; null = nobody. */
  readonly claimedBy: string | null;
  /** Said by the platform where the flow cannot. */
  readonly reply?: PlatformText;
}

/** Runs one stimulus to completion; null = a wake-up that found nothing due. `rules` null = no such flow is published. */
export function takeTurn(before: ConversationState, stimulus: Stimulus, rules: Rules | null, at: At): Turn | null {
  const { body } = stimulus;
  if (body.kind === 'erase') return forgotten(before);
  if (stimulus.throttled === true) return unmoved(before, { kind: 'throttled' });
  if (body.kind === 'end') return ended(before);
  const begins = beginsEpisode(before, stimulus);
  if (!begins && !isRunning(before) && !isThoughtOf(before, stimulus)) return outsideEpisode(before, stimulus);
  if (body.kind === 'timer' && (nextDue(before) ?? Infinity) > at.now) return null;
  if (isAgentAct(stimulus) && before.control !== 'agent') return unmoved(before, refused('handoff.not-open'));
  if (rules === null) return failed(before, stimulus, noFlow);
  if (body.kind === 'claim') return claimed(before, body.agent, rules, at);
  if (before.claimedBy !== undefined && !begins) return heardByAgent(before, stimulus, rules, at);
  return stepped(before, stimulus, rules, at, begins);
}

/** A turn that could not be: the conversation stays where it was and goes on with the next stimulus. */
export function failed(before: ConversationState, stimulus: Stimulus, why: { code: string; message: string }): Turn {
  const turn = unmoved(before, { kind: 'failed', code: why.code, message: why.message });
  if (isAnswer(before, stimulus)) return { ...turn, ...unanswered(before, why) };
  const answers = stimulus.body.kind === 'message' && before.control === 'bot';
  return answers ? { ...turn, reply: 'failed' } : turn;
}

/** The operation is over and nobody will be asked again: what waited for it is given up, or it would wait for ever. */
function unanswered(
  { thinking }: ConversationState,
  { code, message }: { code: string; message: string },
): Pick<Turn, 'thinking' | 'settles' | 'failures' | 'reply'> {
  const waiting = thinking?.waiting ?? [];
  return {
    thinking: null,
    settles: waiting.map(({ eventId }) => eventId),
    failures: waiting.map(({ eventId: id, body }) => ({ code, message, at: '', event: body.kind, id })),
    reply: 'failed',
  };
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
  const heard = isAnswer(before, stimulus)
    ? hearAnswer(run, rules, before, stimulus)
    : (wait(run, rules, before, stimulus, { language, first: begins }) ??
      hearNow(run, rules, before, stimulus, { language, first: begins }));
  if (heard === null) return null;
  const trace = (): readonly TraceRecord[] => run.trace();
  if (run.failure !== null)
    return {
      ...failed(before, stimulus, run.failure),
      ...afterFailure(before, stimulus, run),
      flow: rules.flow,
      trace,
    };
  const { episode, snapshot, effects, said, failures } = run;
  const settles = body.kind === 'reset' ? [...waitingIn(before), ...run.settles] : run.settles;
  const claimedBy = begins ? null : (before.claimedBy ?? null);
  const { flow } = rules;
  return { episode, flow, language, snapshot, effects, said, settles, failures, trace, claimedBy, ...heard };
}

/** The episode is over without another word; what waited in it is settled. */
function ended(before: ConversationState): Turn {
  if (!isUnderWay(before)) return unmoved(before, refused('episode.not-running'));
  const over = { snapshot: null, thinking: null, claimedBy: null };
  return { ...unmoved(before, { kind: 'taken' }), ...over, settles: waitingIn(before) };
}

/** An agent takes over: what is open is cancelled, what waits is for the agent, and the bot says nothing of it. */
function claimed(before: ConversationState, agent: string, rules: Rules, at: At): Turn {
  if (before.claimedBy === agent) return unmoved(before, { kind: 'taken' });
  if (before.claimedBy !== undefined) return unmoved(before, refused('conversation.claimed'));
  const run = new Run(rules, at, before.episode, before.snapshot);
  cancelOperations(run);
  const over = { code: 'claim.failed', message: 'The machine could not be told that its operations are cancelled.' };
  if (run.failure !== null) return { ...unmoved(before, { kind: 'failed', ...over }), trace: () => run.trace() };
  const { episode, snapshot, effects, failures } = run;
  const waiting = before.thinking?.waiting.map(({ eventId }) => eventId) ?? [];
  return {
    ...unmoved(before, { kind: 'taken' }),
    ...{ episode, snapshot, effects, failures, thinking: null, claimedBy: agent },
    settles: [...waiting, ...run.settles],
    trace: () => run.trace(),
  };
}

/** While an agent has it, what the person says is for the agent; timers and results move the flow on silently. */
function heardByAgent(before: ConversationState, stimulus: Stimulus, rules: Rules, at: At): Turn | null {
  const { body } = stimulus;
  if (body.kind === 'message' || body.kind === 'agent-message') return unmoved(before, { kind: 'taken' });
  if (body.kind !== 'agent-closed') return stepped(before, stimulus, rules, at, false);
  const isHandoff = before.snapshot !== null && rules.isMuted(before.snapshot);
  const turn = isHandoff ? stepped(before, stimulus, rules, at, false) : unmoved(before, { kind: 'taken' });
  return turn && { ...turn, claimedBy: null };
}

type Heard = Pick<Turn, 'outcome' | 'thinking' | 'understanding' | 'reply'>;
type Spoken = Pick<InterpretContext, 'language' | 'first'>;

/** Steps the machine; null = nothing is due. */
function hearNow(run: Run, rules: Rules, before: ConversationState, stimulus: Stimulus, spoken: Spoken): Heard | null {
  const heard = listening(rules.remote === undefined ? rules.understand : () => nothingUnderstood);
  const { kind } = stimulus.body;
  const isGreeted = spoken.first && (kind === 'opened' || kind === 'reset');
  const step = isGreeted ? null : hear(run, rules, heard.understand, stimulus, spoken);
  if (step?.refusal === 'nothing-due') return null;
  if (run.failure === null) cancelForHandoff(run, before.control === 'agent', rules);
  if (run.failure === null) beginAgain(run);
  const { thinking, reply } = giveToAgent(run, rules, kind === 'reset' ? null : (before.thinking ?? null));
  const answer = step?.refusal === 'queue-full' ? 'busy' : reply;
  return {
    ...{ outcome: outcomeOf(step, stimulus, spoken.first), thinking },
    ...(heard.answer === undefined || rules.remote !== undefined ? {} : { understanding: heard.answer }),
    ...(answer && { reply: answer }),
  };
}

/** While an agent answers, nobody thinks about what is said: it is for the agent. */
function giveToAgent(run: Run, rules: Rules, thinking: Thinking | null): TakenUp {
  const isMuted = run.failure === null && run.snapshot?.status === 'active' && rules.isMuted(run.snapshot);
  return thinking !== null && isMuted ? takeUp(run, rules, thinking.waiting, null) : { thinking };
}

/** Keeps what the model has to be asked about, and whatever is said while it is; null = it need not wait. */
function wait(run: Run, rules: Rules, before: ConversationState, stimulus: Stimulus, spoken: Spoken): Heard | null {
  const { body, eventId, receivedAt } = stimulus;
  const { remote } = rules;
  if (remote === undefined || run.failure !== null || (body.kind !== 'message' && body.kind !== 'opened')) return null;
  const one = { eventId, receivedAt, body, ...spoken };
  if (before.thinking === undefined && !isAsked(run, rules, one)) return null;
  const waiting = withOneMore(before.thinking?.waiting ?? [], one);
  const thinking = before.thinking ?? null;
  if (waiting === null) return { outcome: refused('queue-full'), thinking, reply: 'busy' };
  return { outcome: { kind: 'deferred' }, thinking: thinking ? { ...thinking, waiting } : think(run, remote, waiting) };
}

/** What the model was asked about is stepped as it answers, and what waited behind it. */
function hearAnswer(run: Run, rules: Rules, before: ConversationState, { body }: Stimulus): Heard {
  const waiting = before.thinking?.waiting ?? [];
  const text = waiting[0]?.body.kind === 'message' ? waiting[0].body.text : '';
  const answer = body.kind === 'result' && body.outcome === 'done' ? body.value : undefined;
  const understanding = readUnderstanding(answer, text, rules.remote?.intents ?? []);
  return { outcome: { kind: 'taken' }, understanding, ...takeUp(run, rules, waiting, understanding) };
}

/** A timer that fails is gone from the kernel's snapshot, else it would fire for ever; everything else is undone. */
function afterFailure(before: ConversationState, { body }: Stimulus, run: Run): Pick<Turn, 'snapshot'> {
  return { snapshot: body.kind === 'timer' ? run.snapshot : before.snapshot };
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
    case 'claim':
    case 'event':
      return unmoved(before, refused('episode.not-running'));
    default:
      return unmoved(before, { kind: 'unhandled' });
  }
}

function forgotten(before: ConversationState): Turn {
  const gone = { snapshot: null, thinking: null, claimedBy: null, settles: waitingIn(before) };
  return { ...unmoved(before, { kind: 'erased' }), ...gone };
}

/** Event ids that wait in the machine's queue, and behind the model. */
function waitingIn({ snapshot, thinking }: ConversationState): readonly string[] {
  const deferred = snapshot?.deferred.flatMap(({ id }) => (id === undefined ? [] : [id])) ?? [];
  return [...deferred, ...(thinking?.waiting.map(({ eventId }) => eventId) ?? [])];
}

function unmoved(before: ConversationState, outcome: EntryOutcome): Turn {
  const { episode, flow, language, snapshot } = before;
  return {
    outcome,
    episode,
    flow,
    language,
    snapshot,
    thinking: before.thinking ?? null,
    claimedBy: before.claimedBy ?? null,
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

/** Whether this is the model's answer to what is asked. */
const isAnswer = ({ thinking }: ConversationState, { body }: Stimulus): boolean =>
  body.kind === 'result' && body.operation === thinking?.operation;

/** What a thinking conversation has to do with, even where its episode is over. */
const isThoughtOf = (before: ConversationState, stimulus: Stimulus): boolean =>
  isAnswer(before, stimulus) ||
  (before.thinking !== undefined && (stimulus.body.kind === 'message' || stimulus.body.kind === 'opened'));

const refused = (code: string): EntryOutcome => ({ kind: 'refused', code });

const isAgentAct = ({ body }: Stimulus): boolean => body.kind === 'agent-message' || body.kind === 'agent-closed';
