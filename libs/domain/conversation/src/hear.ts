import type { Understanding } from '@parley/nlu';
import type { Input, Step } from '@parley/statechart';
import type { Arrived, InterpretContext, Rules, Understand } from './rules.ts';
import type { Run } from './run.ts';

/** One stimulus to the machine; null = nothing for it. */
export function hear(
  run: Run,
  rules: Rules,
  understand: Understand,
  arrived: Arrived,
  { language, first }: Pick<InterpretContext, 'language' | 'first'>,
): Step | null {
  if (run.snapshot === null) return null;
  const context = { snapshot: run.snapshot, episode: run.episode, language, first };
  const input = rules.interpret(understand, context, arrived);
  return input === null ? null : run.step(input);
}

/** Keeps the model's answer, so that the entry can record what was understood. */
export function listening(understand: Understand): { understand: Understand; answer: Understanding | undefined } {
  const heard: { understand: Understand; answer: Understanding | undefined } = {
    understand: (text, language) => (heard.answer = understand(text, language)),
    answer: undefined,
  };
  return heard;
}

/** Entering a handoff cancels what is still open: the machine is told that nobody knows, and the late result ends `late`. */
export function cancelForHandoff(run: Run, wasMuted: boolean, rules: Rules): void {
  if (wasMuted || run.snapshot === null || !rules.isMuted(run.snapshot)) return;
  cancelOperations(run);
}

/** Tells the machine of every open operation that nobody knows what came of it. */
export function cancelOperations(run: Run): void {
  for (const { operation } of run.snapshot?.operations ?? []) {
    run.step({ kind: 'result', operation, outcome: 'unknown' });
  }
}

/** What waited while the episode came to its end was said to us all the same: it begins the next one. */
export function beginAgain(run: Run): void {
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
