import type { Value, ValueMap } from '@parley/expression';

/**
 * A conversation as a script: what happens, and what is expected to be seen. Durations are texts such as "50ms" or
 * "5m"; the clock is virtual. The same scripts run on kernel and flow alone, over HTTP, and with a restart after each step.
 */
export interface Transcript {
  readonly title: string;
  /** File name of the flow, beside the folder of its scripts. */
  readonly flow: string;
  readonly language?: string;
  readonly profile?: ValueMap;
  /** Per operation, in the order they begin: what happens at each attempt. Attempts not listed are answered by `done` with {}. */
  readonly operations?: readonly (readonly Attempt[])[];
  /** Timing finer than a real clock can promise: run on the virtual clock only. */
  readonly virtualClockOnly?: boolean;
  readonly steps: readonly TranscriptStep[];
}

/** `timeout`: no answer within the operation's time. */
export type Attempt =
  | 'timeout'
  | { readonly done: Value; readonly takes?: string }
  | { readonly failed: string; readonly takes?: string }
  | { readonly lost: string; readonly takes?: string };

export type TranscriptStep = Doing & {
  /** Since the step before; 1s unless said otherwise. Not of `wait`. */
  readonly after?: string;
  /** From arrival to the entry: how long the message lay in the log. */
  readonly takes?: string;
  readonly expect?: Expectation;
};

export type Doing =
  | { readonly open: true }
  | { readonly say: string; readonly language?: string; readonly attachments?: readonly string[] }
  /** Presses a button by its label; `from`: the how-manieth message with buttons (from 1), else the last. */
  | { readonly press: string; readonly from?: number }
  | { readonly wait: string }
  | { readonly agent: 'says'; readonly text: string }
  | { readonly agent: 'closes' }
  | { readonly event: string; readonly data?: Value };

/** Whatever is named is compared exactly; `{any}` in a text stands for any words. */
export interface Expectation {
  readonly texts?: readonly string[];
  /** Labels of the buttons of the last reply of this step. */
  readonly choices?: readonly string[];
  /** Active states without states inside, in document order. */
  readonly states?: readonly string[];
  readonly operations?: readonly { readonly adapter: string; readonly input: ValueMap }[];
  /** Events emitted and marks tracked, in order. */
  readonly emitted?: readonly { readonly name: string; readonly data: ValueMap }[];
  readonly outcome?: string;
  readonly episode?: number;
  readonly slots?: ValueMap;
}

/** What was seen in a step. */
export type Seen = Required<Expectation> & { readonly problems: readonly string[] };

export interface Difference {
  /** Index of the step. */
  readonly step: number;
  readonly what: keyof Expectation | 'problems';
  readonly expected: unknown;
  readonly seen: unknown;
}

/** Whether a text is what a script expects; `{any}` stands for any words. */
export function matchesText(expected: string, seen: string): boolean {
  const parts = expected.split('{any}');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (seen.startsWith(part) ? 0 : -1) : seen.indexOf(part, at + 1);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at === seen.length || (parts.at(-1) ?? '') === '' || seen.endsWith(parts.at(-1) ?? '');
}
