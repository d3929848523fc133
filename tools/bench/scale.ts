import { scaleCurve } from './scale-curve.ts';
import { scaleEngines } from './scale-engines.ts';
import { PEOPLE, withEnginesOfSides } from './scale-sides.ts';
import { Unavailable } from './unavailable.ts';

type Figures = Readonly<Record<string, number>>;

export interface ScaleOptions {
  /** For each side of each point and each number of instances. */
  readonly seconds: number;
  /** Conversations stored, rising. */
  readonly points: readonly number[];
}

/**
 * Services of their own on real engines, everything on this machine: what a message costs with more and more conversations stored, and with
 * more and more instances of the state engine, each in turn with a house that has the fewest; and what it leaves in each store.
 */
export async function scale({ seconds, points }: ScaleOptions, say: (line: string) => void): Promise<Figures> {
  return withEnginesOfSides(say, async (engines) => ({
    ...(await scaleEngines(engines, seconds, say)),
    ...(await scaleCurve(engines, { seconds, points }, say)),
  }));
}

/** @throws Unavailable when these are not rising numbers of conversations, each everybody so many times */
export function pointsOf(text: string): readonly number[] {
  const points = text.split(',').map(Number);
  const isRising = points.every((point, index) => point % PEOPLE === 0 && point > (points[index - 1] ?? 0));
  if (!isRising) throw new Unavailable(`--points takes rising multiples of ${PEOPLE}, not “${text}”.`);
  return points;
}
