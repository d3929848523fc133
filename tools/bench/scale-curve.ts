import type { BenchEngines, DistributedStage } from './distributed-stage.ts';
import { monotonicMs } from './monotonic.ts';
import { compareSides, flatnessOf, speakFor, type Comparison } from './scale-runs.ts';
import { withSides, type Sides } from './scale-sides.ts';
import type { ScaleOptions } from './scale.ts';
import { mbPerMillion, storedBytes } from './stored-bytes.ts';
import { StoredConversations } from './stored-conversations.ts';

/** In which everybody says something. */
const BETWEEN_SECONDS = 3;
/** A message's cost by that of one in the house beside, or the other way round. */
const ALLOWED_FLATNESS = 1.2;

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

interface Point {
  readonly stored: number;
  readonly found: Comparison;
}

/**
 * CPU µs a message at each point, the same people speaking, in turn with a house that stays at the first point. The other conversations are
 * of the same tenant: rows and documents as the greeting left them, under other names. What is stored for a message is measured at the first point.
 */
export async function scaleCurve(
  engines: Sides<BenchEngines>,
  { seconds, points }: ScaleOptions,
  say: Say,
): Promise<Figures> {
  return withSides(engines, 1, say, async (stages) => {
    const base = await StoredConversations.keep(stages.base);
    const other = await StoredConversations.keep(stages.other);
    say(`MongoDB's wire is spoken by ${other.documents.engine}`);
    try {
      const bench = new Curve(stages, { base, other }, seconds, say);
      for (const point of points) if (!(await bench.measured(point))) break;
      return bench.figures();
    } finally {
      await base.close();
      await other.close();
    }
  });
}

class Curve {
  private readonly points: Point[] = [];
  private readonly more: Record<string, number> = {};

  constructor(
    private readonly stages: Sides<DistributedStage>,
    private readonly stored: Sides<StoredConversations>,
    private readonly seconds: number,
    private readonly say: Say,
  ) {}

  /** false = it could not be: what was said is not all answered in time. What was measured before counts all the same. */
  async measured(point: number): Promise<boolean> {
    try {
      await this.fill(point);
      await this.measure(point);
      return true;
    } catch (fault) {
      this.say(`${point} conversations stored: not measured, and the gate not met. ${String(fault)}`);
      this.more['unmeasuredFrom'] = point;
      return false;
    }
  }

  figures(): Figures {
    const mongodb = this.stored.other.documents.isFerretdb ? 'ferretdb' : 'mongodb';
    const all = this.points.flatMap(({ stored, found: { base, other, ratio } }) => [
      [`us${stored}`, other.us],
      [`allUs${stored}`, other.allUs],
      [`servicesUs${stored}`, other.servicesUs],
      ...['postgres', 'kafka', 'redis'].map((name) => [`${name}Us${stored}`, other.byProcess[name]]),
      [`${mongodb}Us${stored}`, other.byProcess['mongodb']],
      [`perSecond${stored}`, other.perSecond],
      [`restMs${stored}`, other.restMs],
      [`baseUs${stored}`, base.us],
      [`baseAllUs${stored}`, base.allUs],
      [`ratio${stored}`, ratio.us],
      [`ratioOverRest${stored}`, ratio.overRestUs],
      [`ratioOfAll${stored}`, ratio.allUs],
    ]);
    return { ...(Object.fromEntries(all) as Figures), ...this.more, ...this.verdict() };
  }

  private async fill(point: number): Promise<void> {
    const began = monotonicMs();
    // The house beside stays at the first point.
    if (this.points.length === 0) await this.stored.base.growTo(point, () => Promise.resolve(), this.say);
    await this.stored.other.growTo(point, () => this.everybodySpeaks(), this.say);
    this.more[`seedSeconds${point}`] = Math.round((monotonicMs() - began) / 1000);
    this.more[`documents${point}`] = this.stored.other.documentCount;
    this.say(`${point} conversations stored, ${this.stored.other.documentCount} documents besides those of who speaks`);
  }

  /** Whoever falls silent is answered differently. */
  private async everybodySpeaks(): Promise<void> {
    for (const stage of [this.stages.base, this.stages.other]) await speakFor(stage, BETWEEN_SECONDS, this.say);
  }

  private async measure(point: number): Promise<void> {
    const isFirst = this.points.length === 0;
    const [stage, stored] = [this.stages.other, this.stored.other];
    const before = isFirst ? await storedBytes(stage, stored) : {};
    const found = await compareSides(this.stages, this.seconds, this.say);
    this.points.push({ stored: point, found });
    if (isFirst) {
      Object.assign(this.more, mbPerMillion(before, await storedBytes(stage, stored), found.other.messages));
    }
  }

  /** Of a part of the points nothing is flat. */
  private verdict(): Figures {
    const faults = this.points.reduce((sum, { found: { base, other } }) => sum + base.faults + other.faults, 0);
    if (this.more['unmeasuredFrom'] !== undefined) return { allowedFlatness: ALLOWED_FLATNESS, faults };
    const of = (cost: 'us' | 'allUs' | 'overRestUs'): number =>
      flatnessOf(this.points.map(({ found }) => found.ratio[cost]));
    const flatness = of('us');
    this.say(`flatness ${flatness}, ${ALLOWED_FLATNESS} allowed: ${flatness <= ALLOWED_FLATNESS ? 'met' : 'not met'}`);
    return {
      ...{ flatness, flatnessOverRest: of('overRestUs'), flatnessOfAll: of('allUs') },
      ...{ allowedFlatness: ALLOWED_FLATNESS, faults },
    };
  }
}
