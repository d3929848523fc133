import { appendixD } from './appendix-d.ts';
import { Chance } from './chance.ts';
import { compare } from './compare.ts';
import type { Difference, Verdict } from './compare.ts';
import type { Interpreter } from './interpreter.ts';
import { isPseudo } from './plan.ts';
import type { Plan } from './plan.ts';
import { randomEvents, randomPlan } from './random-plan.ts';
import { reduce } from './reduce.ts';
import type { Story } from './reduce.ts';
import { kernel } from './to-core.ts';
import { scion } from './to-scion.ts';
import { xstate } from './to-xstate.ts';

export const ORACLES: readonly Interpreter[] = [appendixD, xstate, scion];

/** Machines played against one oracle. */
export interface Tally {
  machines: number;
  /** Equal from the start to the last event. */
  equal: number;
  /** Macrosteps that were compared and equal. */
  steps: number;
  /** Machines by the rule that ended the comparison. */
  readonly excused: Record<string, number>;
  different: number;
}

export interface Finding {
  readonly oracle: string;
  /** The machine's number: `--seed <seed> --only <number>` plays it again. */
  readonly number: number;
  readonly plan: Plan;
  readonly difference: Difference;
}

export interface FuzzResult {
  readonly tallies: Readonly<Record<string, Tally>>;
  readonly findings: readonly Finding[];
}

export interface FuzzOptions {
  readonly seed: number;
  readonly events: number;
  readonly onProgress?: (played: number) => void;
  /** Findings that are kept; more are only counted. */
  readonly mostFindings?: number;
  readonly subject?: Interpreter;
}

/** A machine and what is sent to it, made from nothing but the seed and its number. */
export function storyOf(
  seed: number,
  number: number,
  events: number,
): { readonly plan: Plan; readonly events: readonly string[] } {
  const chance = new Chance(seed, number);
  const plan = randomPlan(chance);
  return { plan, events: randomEvents(chance, events) };
}

export function fuzz(numbers: Iterable<number>, options: FuzzOptions): FuzzResult {
  const { seed, onProgress, mostFindings = 20, subject = kernel } = options;
  const tallies: Record<string, Tally> = {};
  const findings: Finding[] = [];
  let played = 0;
  for (const number of numbers) {
    const { plan, events } = storyOf(seed, number, options.events);
    for (const oracle of ORACLES) {
      const { steps, excused, difference } = compare(subject, oracle, plan, events);
      const tally = (tallies[oracle.name] ??= { machines: 0, equal: 0, steps: 0, excused: {}, different: 0 });
      tally.machines++;
      tally.steps += steps;
      if (difference !== null) {
        tally.different++;
        if (findings.length < mostFindings) findings.push({ oracle: oracle.name, number, plan, difference });
      } else if (excused !== null) tally.excused[excused] = (tally.excused[excused] ?? 0) + 1;
      else tally.equal++;
    }
    onProgress?.(++played);
  }
  return { tallies, findings };
}

/** The same finding with as little as shows it: a machine that stays lawful, and still differs from the same oracle. */
export function reduced(finding: Finding, subject: Interpreter = kernel): Finding {
  const oracle = ORACLES.find(({ name }) => name === finding.oracle);
  if (oracle === undefined) return finding;
  const { plan, difference } = finding;
  const least = reduce({ plan, events: difference.events }, (story) => isDifferent(verdictOf(subject, oracle, story)));
  const verdict = verdictOf(subject, oracle, least);
  return { ...finding, plan: least.plan, difference: verdict?.difference ?? difference };
}

/** Null where the story is no machine any more: a target gone, a state without what it needs. */
function verdictOf(subject: Interpreter, oracle: Interpreter, { plan, events }: Story): Verdict | null {
  // A history state needs a state around it.
  if (plan.states.some(isPseudo)) return null;
  try {
    appendixD.start(plan);
    subject.start(plan);
    return compare(subject, oracle, plan, events);
  } catch {
    return null;
  }
}

function isDifferent(verdict: Verdict | null): boolean {
  return verdict !== null && verdict.difference !== null;
}
