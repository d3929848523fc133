import { withDistributedStage, type BenchEngines, type DistributedStage } from './distributed-stage.ts';
import { monotonicMs } from './monotonic.ts';
import { ALLOWED_FLATNESS, flatnessOf, greet, PEOPLE, runRepetitions, speakFor, type ScaleRuns } from './scale-runs.ts';
import type { ScaleOptions } from './scale.ts';
import { mbPerMillion, storedBytes } from './stored-bytes.ts';
import { StoredConversations } from './stored-conversations.ts';

/** In which everybody says something. */
const BETWEEN_SECONDS = 3;

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

interface Point {
  readonly stored: number;
  readonly runs: ScaleRuns;
}

/**
 * CPU µs a message at each point, in one house, the same people speaking. The other conversations are of the same tenant: rows and documents
 * as the greeting left them, under other names. What is stored for a message is measured at the first point.
 */
export async function scaleCurve(engines: BenchEngines, { seconds, points }: ScaleOptions, say: Say): Promise<Figures> {
  return withDistributedStage({ engines, people: PEOPLE }, say, async (stage) => {
    await greet(stage, say);
    const stored = await StoredConversations.keep(stage);
    say(`MongoDB's wire is spoken by ${stored.documents.engine}`);
    try {
      const bench = new Curve(stage, stored, seconds, say);
      for (const point of points) if (!(await bench.measured(point))) break;
      return bench.figures();
    } finally {
      await stored.close();
    }
  });
}

class Curve {
  private readonly points: Point[] = [];
  private readonly more: Record<string, number> = {};

  constructor(
    private readonly stage: DistributedStage,
    private readonly stored: StoredConversations,
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
    const mongodb = this.stored.documents.isFerretdb ? 'ferretdb' : 'mongodb';
    const all = this.points.flatMap(({ stored, runs }) => [
      [`us${stored}`, runs.us],
      [`allUs${stored}`, runs.allUs],
      [`servicesUs${stored}`, runs.servicesUs],
      ...['postgres', 'kafka', 'redis'].map((name) => [`${name}Us${stored}`, runs.byProcess[name]]),
      [`${mongodb}Us${stored}`, runs.byProcess['mongodb']],
      [`perSecond${stored}`, runs.perSecond],
      [`restMs${stored}`, runs.restMs],
      [`overRestUs${stored}`, runs.overRestUs],
    ]);
    return { ...(Object.fromEntries(all) as Figures), ...this.more, ...this.verdict() };
  }

  private async fill(point: number): Promise<void> {
    const began = monotonicMs();
    await this.stored.growTo(point, () => speakFor(this.stage, BETWEEN_SECONDS, this.say), this.say);
    this.more[`seedSeconds${point}`] = Math.round((monotonicMs() - began) / 1000);
    this.more[`documents${point}`] = this.stored.documentCount;
    this.say(`${point} conversations stored, ${this.stored.documentCount} documents besides those of who speaks`);
  }

  private async measure(point: number): Promise<void> {
    const isFirst = this.points.length === 0;
    const before = isFirst ? await storedBytes(this.stage, this.stored) : {};
    const runs = await runRepetitions(this.stage, this.seconds, this.say);
    this.points.push({ stored: point, runs });
    if (isFirst) {
      Object.assign(this.more, mbPerMillion(before, await storedBytes(this.stage, this.stored), runs.messages));
    }
  }

  /** Of a part of the points nothing is flat. */
  private verdict(): Figures {
    const faults = this.points.reduce((sum, { runs }) => sum + runs.faults, 0);
    if (this.more['unmeasuredFrom'] !== undefined) return { allowedFlatness: ALLOWED_FLATNESS, faults };
    const of = (cost: 'us' | 'allUs' | 'overRestUs'): number => flatnessOf(this.points.map(({ runs }) => runs[cost]));
    const flatness = of('us');
    this.say(`flatness ${flatness}, ${ALLOWED_FLATNESS} allowed: ${flatness <= ALLOWED_FLATNESS ? 'met' : 'not met'}`);
    return {
      ...{ flatness, flatnessOverRest: of('overRestUs'), flatnessOfAll: of('allUs') },
      ...{ allowedFlatness: ALLOWED_FLATNESS, faults },
    };
  }
}
