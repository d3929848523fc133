import { compile, DEFAULT_LIMITS } from '../src/index.ts';
import type { Limits } from '../src/index.ts';
import { playStory } from './play-story.ts';
import type { Json } from './play-story.ts';
import type { Story } from './story.ts';

const FEW = [1, 2, 4];
const BYTES = [40, 200];

/** What a limit is lowered to, one after the other. */
const SWEEPS: Readonly<Partial<Record<keyof Limits, readonly number[]>>> = {
  fuel: [1, 3, 6, 11, 20, 33, 55, 100],
  microsteps: FEW,
  internalQueue: FEW,
  deferredEvents: [1, 2],
  deferredBytes: BYTES,
  snapshotBytes: [...BYTES, 600],
  timers: [1, 2],
  sends: [1, 2],
  children: [1, 2],
  operations: [1, 2],
  effectBytes: BYTES,
  valueDepth: FEW,
};

/** Of each lowered limit: what it refuses first, and how the story went; nothing where it makes no difference. */
export function limitsOfStory(story: Story): Json {
  const usual = outcome(story, {});
  const found = Object.entries(SWEEPS).flatMap(([limit, values]) =>
    values.flatMap((value) => {
      const now = outcome(story, { [limit]: value });
      return now === usual ? [] : [[`${limit} ${value}`, now] as const];
    }),
  );
  return Object.fromEntries(found);
}

function outcome(story: Story, lowered: Partial<Limits>): string {
  const options = { limits: { ...DEFAULT_LIMITS, ...lowered } };
  const played = playStory(story, options, false);
  if (played === null) {
    const compiled = compile(story.machine, { ...story.options, ...options });
    return compiled.ok
      ? ''
      : compiled.problems.map(({ pointer, code, message, fix }) => [code, pointer, message, fix].join(' ')).join(' · ');
  }
  const index = played.findIndex(({ step }) => step.failure !== undefined || step.failures !== undefined);
  const { failure, failures } = played[index]?.step ?? {};
  const first = failure ?? failures?.[0];
  const way = played.map(({ step: { outcome, refusal = '', effects, snapshot } }) =>
    [outcome, refusal, effects.length, snapshot.configuration.join('+')].join(' '),
  );
  return first === undefined ? way.join(', ') : `step ${index}: ${first.code} ${first.at} ${first.message}`;
}
