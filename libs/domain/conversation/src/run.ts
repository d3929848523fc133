import type { Value, ValueMap } from '@parley/expression';
import type { At, Effect, Input, Snapshot, Step, StepFailure, TraceRecord } from '@parley/statechart';
import type { Rules, SayEffect } from './rules.ts';

/** A say with the episode that said it: choices name their episode. */
export interface Said {
  readonly effect: SayEffect;
  readonly episode: number;
}

/** A place in a run to which it can be taken back. */
export interface Mark {
  readonly effects: number;
  readonly said: number;
  readonly settles: number;
  readonly failures: number;
  readonly episode: number;
  readonly snapshot: Snapshot | null;
}

/** The kernel's steps of one entry, one after another: their effects are numbered through. */
export class Run {
  readonly effects: Effect[] = [];
  readonly said: Said[] = [];
  readonly settles: string[] = [];
  /** Deferred events and timers that failed on their own while the rest stood. */
  readonly failures: StepFailure[] = [];
  /** Why a step failed; the run is worth nothing then. */
  failure: Pick<StepFailure, 'code' | 'message' | 'at'> | null = null;
  private readonly steps: Step[] = [];
  private readonly rules: Rules;
  private readonly at: At;
  episode: number;
  snapshot: Snapshot | null;

  constructor(rules: Rules, at: At, episode: number, snapshot: Snapshot | null) {
    this.rules = rules;
    this.at = at;
    this.episode = episode;
    this.snapshot = snapshot;
  }

  /** Begins the next episode. */
  start(profile: Value | undefined): void {
    this.episode += 1;
    this.take(this.rules.start(profile, this.now()));
  }

  /** Steps the machine; null after a failure, or before an episode. */
  step(input: Input): Step | null {
    if (this.failure !== null || this.snapshot === null) return null;
    const step = this.rules.step(this.snapshot, input, this.now());
    this.take(step);
    return step;
  }

  /** Opens an operation that no state asks for. Its id is made as the kernel makes them. */
  ask(invoke: string, src: string, input: ValueMap, at: string): string {
    const { conversation, seq } = this.at;
    const operation = `${conversation}:${seq}:${this.effects.length}`;
    this.effects.push({ kind: 'invoke', operation, invoke, state: '', src, input, config: {}, at });
    return operation;
  }

  mark(): Mark {
    const { effects, said, settles, failures, episode, snapshot } = this;
    const lengths = { effects: effects.length, said: said.length, settles: settles.length, failures: failures.length };
    return { ...lengths, episode, snapshot };
  }

  /** Undoes everything since the mark; what failed meanwhile is forgotten. */
  undo(mark: Mark): void {
    this.effects.length = mark.effects;
    this.said.length = mark.said;
    this.settles.length = mark.settles;
    this.failures.length = mark.failures;
    this.episode = mark.episode;
    this.snapshot = mark.snapshot;
    this.failure = null;
  }

  /** Why everything happened: computed by the kernel only when it is asked for. */
  trace(): readonly TraceRecord[] {
    return this.steps.flatMap(({ trace }) => trace);
  }

  private take(step: Step): void {
    this.steps.push(step);
    this.snapshot = step.snapshot;
    if (step.outcome === 'failed') {
      this.failure = step.failure ?? { code: 'step-failed', message: 'The machine could not take this step.', at: '' };
      return;
    }
    this.failures.push(...(step.failures ?? []));
    for (const effect of step.effects) {
      this.effects.push(effect);
      if (effect.kind === 'act' && effect.type === 'say') this.said.push({ effect, episode: this.episode });
    }
    this.settles.push(...step.settles);
  }

  private now(): At {
    const { now, seed, conversation, seq } = this.at;
    return { now, seed, conversation, seq, firstIndex: this.effects.length };
  }
}
